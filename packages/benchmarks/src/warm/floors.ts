import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import Database from 'better-sqlite3';
import type { KnownKey } from '../subjects/population.js';
import { shuffled } from '../subjects/shuffled.js';
import type { Subject } from '../subjects/subject.js';
import { names } from './names.js';

const columns12 =
  'id, owner_kind, owner_id, name, scopes, hash, created_at, expires_at, rotated_at, disabled_at, revoked_at, last_used_at';

/** A row as the driver returns it. */
interface Row12 {
  readonly hash: string;
  readonly expires_at: number | null;
  readonly disabled_at: number | null;
  readonly revoked_at: number | null;
}

/**
 * Creates two subjects that verify without any library: one prepared read by key ID, one HMAC, one constant-time
 * comparison. The first is what most people would write, the second the least that works. Their tables are in the same
 * file as Postern's keys.
 */
export function makeFloors(file: string, keys: readonly KnownKey[]): readonly Subject<boolean>[] {
  const secret = randomBytes(32);
  const digest = (token: string) => createHmac('sha256', secret).update(token).digest('hex');
  fill(file, keys, digest);
  const tokens = shuffled(keys.map(({ token }) => token));

  const subject = (name: string, makeVerify: (db: Database.Database) => (token: string) => boolean) => {
    const db = new Database(file, { readonly: true });
    return {
      name,
      tokens,
      verify: makeVerify(db),
      accepts: (ok: boolean) => ok,
    };
  };
  const proves = (token: string, hash: string) =>
    timingSafeEqual(Buffer.from(digest(token), 'latin1'), Buffer.from(hash, 'latin1'));

  return [
    subject(names.floor12, (db) => {
      const find = db.prepare<[string], Row12>(`select ${columns12} from floor_12 where id = ?`);
      return (token) => {
        const row = find.get(keyIdOf(token));
        if (row === undefined || row.revoked_at !== null || row.disabled_at !== null) return false;
        return (row.expires_at === null || row.expires_at > Date.now()) && proves(token, row.hash);
      };
    }),
    subject(names.floor5, (db) => {
      const find = db
        .prepare<[string]>('select owner_kind, owner_id, scopes, hash, revoked_at from floor_5 where id = ?')
        .raw();
      return (token) => {
        const row = find.get(keyIdOf(token)) as
          | readonly [string, string, string, string, number | null]
          | undefined;
        return row !== undefined && row[4] === null && proves(token, row[3]);
      };
    }),
  ];
}

/** The prefix of all of these tokens is `user.`. */
function keyIdOf(token: string): string {
  return token.slice(5, 21);
}

function fill(file: string, keys: readonly KnownKey[], digest: (token: string) => string): void {
  const db = new Database(file);
  db.pragma('synchronous = off');
  db.exec(`
    create table floor_12 (id text primary key, owner_kind text, owner_id text, name text, scopes text, hash text,
      created_at integer, expires_at integer, rotated_at integer, disabled_at integer, revoked_at integer, last_used_at integer);
    create table floor_5 (id text primary key, owner_kind text, owner_id text, scopes text, hash text, revoked_at integer)
      without rowid;`);
  const insert12 = db.prepare(
    'insert into floor_12 (id, owner_kind, owner_id, name, scopes, hash, created_at) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const insert5 = db.prepare(
    'insert into floor_5 (id, owner_kind, owner_id, scopes, hash) values (?, ?, ?, ?, ?)',
  );
  db.transaction(() => {
    for (const {
      token,
      stored: { key },
    } of keys) {
      const scopes = key.scopes === null ? null : JSON.stringify(key.scopes);
      insert12.run(
        key.id,
        key.owner.kind,
        key.owner.id,
        key.name,
        scopes,
        digest(token),
        key.createdAt.getTime(),
      );
      insert5.run(key.id, key.owner.kind, key.owner.id, scopes, digest(token));
    }
  })();
  db.close();
}
