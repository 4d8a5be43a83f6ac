import type { StoredKey } from '@postern/core/ports';
import type { Pool } from 'pg';

/** Inserts records into Postern's tables unchanged. */
export async function fillPostgres(pool: Pool, records: readonly StoredKey[]): Promise<void> {
  await pool.query(
    `insert into postern_key
       (id, owner_kind, owner_id, name, scopes, hash, created_at, created_by_kind, created_by_id)
     select id, owner_kind, owner_id, name, scopes::jsonb, hash, created_at, created_by_kind, created_by_id
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::text[])
       as row(id, owner_kind, owner_id, name, scopes, hash, created_at, created_by_kind, created_by_id)`,
    [
      records.map(({ key }) => key.id),
      records.map(({ key }) => key.owner.kind),
      records.map(({ key }) => key.owner.id),
      records.map(({ key }) => key.name),
      records.map(({ key }) => key.scopes && JSON.stringify(key.scopes)),
      records.map(({ hash }) => hash),
      records.map(({ key }) => key.createdAt),
      records.map(({ key }) => key.createdBy.kind),
      records.map(({ key }) => key.createdBy.id),
    ],
  );
  // Otherwise autovacuum would run at some time during the rounds.
  await pool.query('vacuum analyze postern_key');
}
