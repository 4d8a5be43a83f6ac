/** A connection to a file, for statements by hand. */
export function sqliteByHand(connection) {
  return {
    run: async (statement) => connection.exec(statement),
    async update({ key, hash }) {
      const row = writtenRow({ key, hash }, (at) => at.getTime());
      const columns = Object.keys(row).map((name) => `${name} = ?`);
      connection.prepare(`update postern_key set ${columns} where id = ?`).run(...Object.values(row), key.id);
    },
    delete: async (keyId) => connection.prepare('delete from postern_key where id = ?').run(keyId),
    dispose: async () => connection.close(),
    readsWithinMs: 5_000,
  };
}

/** Statements by hand through a client. It stays connected. */
export function postgresByHand(client) {
  return {
    run: (statement) => client.query(statement),
    update({ key, hash }) {
      const row = writtenRow({ key, hash }, (at) => at.toISOString());
      const columns = Object.keys(row).map((name, index) => `${name} = $${index + 1}`);
      const statement = `update postern_key set ${columns} where id = $${columns.length + 1}`;
      return client.query(statement, [...Object.values(row), key.id]);
    },
    delete: (keyId) => client.query('delete from postern_key where id = $1', [keyId]),
    dispose: () => client.query('rollback'),
    readsWithinMs: 5_000,
  };
}

/** The columns that `update` writes. */
function writtenRow({ key, hash }, writeInstant) {
  const orNull = (at) => at && writeInstant(at);
  return {
    owner_kind: key.owner.kind,
    owner_id: key.owner.id,
    scopes: key.scopes && JSON.stringify(key.scopes),
    hash,
    expires_at: orNull(key.expiresAt),
    disabled_at: orNull(key.disabledAt),
    disabled_by_kind: key.disabledBy?.kind ?? null,
    disabled_by_id: key.disabledBy?.id ?? null,
    revoked_at: orNull(key.revokedAt),
  };
}
