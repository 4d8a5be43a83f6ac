import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import type { KnownKey } from '../subjects/population.js';
import { shuffled } from '../subjects/shuffled.js';
import type { Subject } from '../subjects/subject.js';
import { names } from './names.js';

const columns =
  'id, owner_kind, owner_id, name, scopes, hash, created_at, expires_at, rotated_at, disabled_at, revoked_at, last_used_at';

interface Row {
  readonly hash: string;
  readonly expires_at: Date | null;
  readonly disabled_at: Date | null;
  readonly revoked_at: Date | null;
}

/** What most people would write: one query by key ID per request, one HMAC, one constant-time comparison. */
export async function lookups(pool: Pool, keys: readonly KnownKey[]): Promise<readonly Subject<boolean>[]> {
  const secret = randomBytes(32);
  const digest = (token: string) => createHmac('sha256', secret).update(token).digest('hex');
  await fill(pool, keys, digest);
  const text = `select ${columns} from lookup where id = $1`;
  const tokens = shuffled(keys.map(({ token }) => token));
  const subject = (name: string, query: { readonly text: string; readonly name?: string }) => ({
    name,
    tokens,
    async verify(token: string) {
      // The prefix of all of these tokens is `user.`.
      const { rows } = await pool.query<Row>({ ...query, values: [token.slice(5, 21)] });
      const [row] = rows;
      if (row === undefined || row.revoked_at !== null || row.disabled_at !== null) return false;
      if (row.expires_at !== null && row.expires_at.getTime() <= Date.now()) return false;
      return timingSafeEqual(Buffer.from(digest(token), 'latin1'), Buffer.from(row.hash, 'latin1'));
    },
    accepts: (ok: boolean) => ok,
  });
  return [subject(names.unnamed, { text }), subject(names.named, { text, name: 'lookup' })];
}

async function fill(pool: Pool, keys: readonly KnownKey[], digest: (token: string) => string): Promise<void> {
  await pool.query(
    `create table lookup (id text collate "C" primary key, owner_kind text, owner_id text, name text, scopes text, hash text,
      created_at timestamptz, expires_at timestamptz, rotated_at timestamptz, disabled_at timestamptz,
      revoked_at timestamptz, last_used_at timestamptz)`,
  );
  await pool.query(
    `insert into lookup (id, owner_kind, owner_id, name, scopes, hash, created_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])`,
    [
      keys.map(({ stored }) => stored.key.id),
      keys.map(({ stored }) => stored.key.owner.kind),
      keys.map(({ stored }) => stored.key.owner.id),
      keys.map(({ stored }) => stored.key.name),
      keys.map(({ stored }) => stored.key.scopes && JSON.stringify(stored.key.scopes)),
      keys.map(({ token }) => digest(token)),
      keys.map(({ stored }) => stored.key.createdAt),
    ],
  );
}
