import Database from 'better-sqlite3';
import { checkAPIKey, extractShortToken, generateAPIKey } from 'prefixed-api-key';
import type { Subject } from '../subjects/subject.js';
import { names } from './names.js';

interface Row {
  readonly long_token_hash: string;
  readonly owner_id: string;
  readonly scopes: string | null;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
}

/** What users write around `prefixed-api-key`: SHA-256 of the secret, and a lookup in a table of their own. */
export async function prefixedApiKey(file: string, count: number): Promise<Subject<boolean>> {
  const made = await Promise.all(Array.from({ length: count }, () => generateAPIKey({ keyPrefix: 'acme' })));
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.exec(
    'create table prefixed (short_token text primary key, long_token_hash text, owner_id text, scopes text, expires_at integer, revoked_at integer)',
  );
  const insert = db.prepare('insert into prefixed (short_token, long_token_hash, owner_id) values (?, ?, ?)');
  db.transaction(() => {
    for (const [index, { shortToken, longTokenHash }] of made.entries())
      insert.run(shortToken, longTokenHash, `person-${Math.floor(index / 10)}`);
  })();
  const find = db.prepare<[string], Row>('select * from prefixed where short_token = ?');
  return {
    name: names.prefixed,
    tokens: made.map(({ token = '' }) => token),
    verify(token) {
      const row = find.get(extractShortToken(token));
      if (row === undefined || row.revoked_at !== null) return false;
      if (row.expires_at !== null && row.expires_at <= Date.now()) return false;
      return checkAPIKey(token, row.long_token_hash);
    },
    accepts: (ok) => ok,
  };
}
