import type { KeyRepository, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildOffer, buildStoredKey } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import {
  type Happening,
  postgresSabotages,
  postgresToSabotage,
  postgresTrigger,
  postgresWithPolicies,
  type SabotagedDatabase,
  sqliteSabotages,
  sqliteToSabotage,
  sqliteTrigger,
  undoingLater,
} from '../../test-support/sabotage.js';

const owner = { kind: 'user', id: 'ada' } as const;
const at = new Date('2026-02-01T00:00:00Z');
const graceEndsAt = new Date('2026-02-02T00:00:00Z');
const reason = 'left';
const by = { kind: 'user', id: 'linus' } as const;
const requestId = 'Zm9yIG9uZSByZXF1ZXN0IGFuZCBubyBvdGhlciBvbmU';
const offer = buildOffer({ expiresAt: graceEndsAt });
const idempotent = { requestId, since: new Date(0), reason };

/** A change, and the parts of it that a database may ignore. */
interface Write {
  readonly verb: keyof KeyRepository;
  readonly of: readonly Happening[];
  readonly before?: (repository: KeyRepository, stored: StoredKey) => Promise<unknown>;
  readonly ask: (repository: KeyRepository, stored: StoredKey) => Promise<unknown>;
}

const entryOf = (key: { readonly id: StoredKey['key']['id'] }) => buildAuditEntry({ ...buildKey(), ...key });
const revoke = ({ revoke }: KeyRepository, { key }: StoredKey) =>
  revoke({ keyId: key.id, at, reason }, buildAuditEntry(key, { action: 'revoked' }));
const disable = ({ disable }: KeyRepository, { key }: StoredKey) =>
  disable({ keyId: key.id, at, by, reason, over: null }, buildAuditEntry(key, { action: 'disabled' }));
const insertOffer = ({ insertOffer }: KeyRepository) =>
  insertOffer({ offer, forgetBefore: new Date(0) }, buildAuditEntry({ id: offer.id, owner }));
const issue = ({ insertIdempotent }: KeyRepository) => {
  const stored = buildStoredKey({ key: buildKey({ createdAt: at }) });
  return insertIdempotent({ ...idempotent, stored }, buildAuditEntry(stored.key), entryOf);
};
const rotate =
  (end: Date | null) =>
  ({ rotate }: KeyRepository, { key }: StoredKey) =>
    rotate(
      { keyId: key.id, at, graceEndsAt: end, successor: buildStoredKey(), predecessorReason: 'rotated' },
      [entryOf(key), entryOf(key)],
      entryOf,
    );

const writes: readonly Write[] = [
  {
    verb: 'insert',
    of: ['insert on key', 'insert on audit'],
    ask: ({ insert }) => insert(buildStoredKey(), entryOf(buildKey())),
  },
  {
    verb: 'insertIdempotent',
    of: ['insert on key', 'insert on issue_request', 'insert on audit'],
    ask: issue,
  },
  { verb: 'insertIdempotent', of: ['update on key', 'update on issue_request'], before: issue, ask: issue },
  { verb: 'revoke', of: ['update on key', 'insert on audit'], ask: revoke },
  {
    verb: 'revokeAll',
    of: ['update on key', 'insert on audit'],
    ask: ({ revokeAll }) => revokeAll({ owner, at, reason, createdBefore: null, limit: 500 }, entryOf),
  },
  { verb: 'disable', of: ['update on key', 'insert on audit'], ask: disable },
  {
    verb: 'reportLeak',
    of: ['update on key', 'insert on audit'],
    ask: ({ reportLeak }, { key }) =>
      reportLeak(
        { keyId: key.id, at, response: 'revoke', by, reason, knownSince: at },
        { reported: entryOf(key), changed: entryOf(key) },
      ),
  },
  {
    verb: 'enable',
    of: ['update on key', 'insert on audit'],
    before: disable,
    ask: ({ enable }, { key }) => enable({ keyId: key.id, disabledAt: at, disabledBy: by }, entryOf(key)),
  },
  {
    verb: 'rename',
    of: ['update on key', 'insert on audit'],
    ask: ({ rename }, { key }) => rename({ keyId: key.id, name: 'Nightly' }, entryOf(key)),
  },
  {
    verb: 'rehash',
    of: ['update on key', 'insert on audit'],
    ask: ({ rehash }, { key, hash }) =>
      rehash({ keyId: key.id, from: hash, to: buildStoredKey({ hash: '$other' }).hash }, entryOf(key)),
  },
  { verb: 'rotate', of: ['insert on key', 'update on key', 'insert on audit'], ask: rotate(null) },
  { verb: 'rotate', of: ['update on key'], ask: rotate(graceEndsAt) },
  {
    verb: 'purge',
    of: ['delete on key', 'insert on audit'],
    before: revoke,
    ask: ({ purge }) => purge({ revokedBefore: graceEndsAt, limit: 500 }, entryOf),
  },
  { verb: 'insertOffer', of: ['insert on offer', 'insert on audit'], ask: insertOffer },
  {
    verb: 'withdrawOffer',
    of: ['update on offer', 'insert on audit'],
    before: insertOffer,
    ask: ({ withdrawOffer }) => withdrawOffer({ offerId: offer.id, at: new Date(0) }, entryOf(offer)),
  },
  {
    verb: 'claimOffer',
    of: ['update on offer', 'insert on key', 'insert on audit'],
    before: insertOffer,
    ask: ({ claimOffer }) =>
      claimOffer(
        { offerId: offer.id, at: new Date(0), change: { insert: buildStoredKey() } },
        [entryOf(offer)],
        entryOf,
      ),
  },
];

const engines = [
  {
    engine: 'SQLite',
    make: sqliteToSabotage,
    sabotages: sqliteSabotages,
    trigger: sqliteTrigger,
    afterAt: 'at + 1',
  },
  {
    engine: 'PostgreSQL',
    make: postgresToSabotage(),
    sabotages: postgresSabotages,
    trigger: postgresTrigger,
    afterAt: `at + interval '1 millisecond'`,
  },
];

for (const { engine, make, sabotages, trigger, afterAt } of engines)
  describe(`F14 ${engine}`, () => {
    for (const sabotage of sabotages)
      for (const write of writes)
        it.each(write.of)(
          `${write.verb} fails, and changes nothing, if ${sabotage.name} the %s`,
          async (of) => {
            await expectFault(await make(), write, sabotage.of(of));
          },
        );
    for (const write of writes)
      it.each(write.of)(
        `${write.verb} fails, and changes nothing, if the insert of the audit entry undoes or alters the %s`,
        async (of) => {
          await expectFault(await make(), write, trigger('insert on audit', undoingLater[of]));
        },
      );

    it.each(['key_id', 'owner_kind', 'owner_id', 'action', 'actor_kind', 'actor_id', 'reason'])(
      'a change fails if the %s of its entry is altered',
      async (column) => {
        const alters = `update postern_audit set ${column} = 'altered' where id = new.id`;
        await expectFault(await make(), writeOf('disable'), trigger('insert on audit', alters));
      },
    );

    it('a change fails if the instant of its entry is altered', async () => {
      const alters = `update postern_audit set at = ${afterAt} where id = new.id`;
      await expectFault(await make(), writeOf('disable'), trigger('insert on audit', alters));
    });

    it('a rotation fails if the mark on the old record alters the successor', async () => {
      const alters = `update postern_key set scopes = '["all"]' where id = new.successor_id`;
      await expectFault(await make(), writeOf('rotate'), trigger('update on key', alters));
    });

    it('a claim fails if the insert of its key opens the offer again', async () => {
      const opens = 'update postern_offer set claimed_at = null';
      await expectFault(await make(), writeOf('claimOffer'), trigger('insert on key', opens));
    });

    it('a retried issue fails if its request is given to another key', async () => {
      const alters = `update postern_issue_request set key_id = 'altered' where id = new.id`;
      await expectFault(
        await make(),
        writeOf('insertIdempotent'),
        trigger('insert on issue_request', alters),
      );
    });
  });

it.each(writes.filter(({ of }) => of.includes('update on key')))(
  'F14 $verb fails, and changes nothing, if a policy lets no one update a key',
  async (write) => {
    const database = await postgresWithPolicies(`
      create policy reads on postern_key for select using (true);
      create policy adds on postern_key for insert with check (true)`);
    await expectFault(database, write, 'alter table postern_key enable row level security');
  },
);

it('F14 a report of a leak fails if a policy hides the key from changes', async () => {
  const { storage, run } = await postgresWithPolicies(`
    create policy reads on postern_key for select using (true);
    create policy changes on postern_key for update using (false)`);
  const { key } = buildStoredKey();
  await storage.repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
  await run('alter table postern_key enable row level security');
  const report = { keyId: key.id, at, response: 'notify', by, reason, knownSince: at } as const;
  const entries = { reported: entryOf(key), changed: null };
  await expect(storage.repository.reportLeak(report, entries)).rejects.toMatchObject(fault);
});

it('F14 a claim that cannot be undone leaves the offer open', async () => {
  const { storage, run, rows } = await sqliteToSabotage();
  const { repository } = storage;
  await insertOffer(repository);
  const taken = buildStoredKey();
  await repository.insert(taken, buildAuditEntry(taken.key));
  await run(`create trigger nope before update on postern_offer when new.claimed_at is null
    begin select raise(ignore); end`);
  const before = await rows();
  const claim = { offerId: offer.id, at: new Date(0), change: { insert: taken } };
  await expect(repository.claimOffer(claim, [entryOf(offer)], entryOf)).rejects.toMatchObject(fault);
  expect(await rows()).toEqual(before);
});

it('F14 a request whose row has no key ID is given to the next key', async () => {
  const { storage, run, rows } = await sqliteToSabotage();
  const { repository } = storage;
  await issue(repository);
  await run(`update postern_issue_request set key_id = 'damaged'`);
  expect(await issue(repository)).toBe('inserted');
  expect(JSON.stringify(await rows())).not.toContain('damaged');
});

const fault = { code: 'ERR_REPOSITORY_UNAVAILABLE' };

function writeOf(verb: Write['verb']): Write {
  const found = writes.find((write) => write.verb === verb);
  if (found === undefined) throw new TypeError(`no ${verb} among the writes`);
  return found;
}

async function expectFault(
  { storage: { repository }, run, rows }: SabotagedDatabase,
  { before, ask }: Write,
  sabotage: string,
): Promise<void> {
  const stored = buildStoredKey();
  await repository.insert(stored, buildAuditEntry(stored.key));
  await before?.(repository, stored);
  await run(sabotage);
  const kept = await rows();
  await expect(ask(repository, stored)).rejects.toMatchObject(fault);
  expect(await rows()).toEqual(kept);
}
