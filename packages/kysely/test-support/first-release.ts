import type { ApiKey } from '@postern/core';
import { foreignConnection } from './temporary-storage.js';

const columns =
  '"id", "owner_kind", "owner_id", "name", "scopes", "created_at", "created_by_kind", "created_by_id", "expires_at", "disabled_at", "disabled_by_kind", "disabled_by_id", "revoked_at", "reason", "last_used_at"';

/** What release 0.1.0 sends to SQLite, word for word. It only knows the columns of migration 1. */
const statements = {
  insert:
    'insert into "postern_key" ("id", "owner_kind", "owner_id", "name", "scopes", "hash", "created_at", "created_by_kind", "created_by_id", "expires_at", "disabled_at", "disabled_by_kind", "disabled_by_id", "revoked_at", "reason", "last_used_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("id") do nothing',
  find: `select ${columns}, "hash" from "postern_key" where "id" = ?`,
  listLive: `select ${columns} from "postern_key" where "owner_kind" = ? and "owner_id" = ? and (("revoked_at" is null and "disabled_at" is null) and ("expires_at" is null or "expires_at" > ?)) order by "created_at" desc, "id" desc limit ?`,
  revoke: 'update "postern_key" set "revoked_at" = ?, "reason" = ? where "id" = ? and "revoked_at" is null',
  recordUse:
    'update "postern_key" set "last_used_at" = ? where "id" = ? and "revoked_at" is null and ("last_used_at" is null or "last_used_at" < ?)',
} as const;

export interface FirstRelease {
  /** Adds a record that only has what every record has. */
  readonly insert: (key: ApiKey, hash: string) => boolean;
  readonly find: (id: string) => unknown;
  readonly revoke: (id: string, at: Date) => boolean;
  readonly recordUse: (id: string, at: Date) => boolean;
  /** The key IDs of an owner's live records. */
  readonly listLive: (key: ApiKey, now: Date) => readonly unknown[];
}

/** The last columns of a record, which need no value. */
const missing = Array.from({ length: 7 }, () => null);

/** Release 0.1.0 on a file, like a process that has not been replaced yet. */
export function firstRelease(file: string): FirstRelease {
  const host = foreignConnection(file);
  const change = (statement: keyof typeof statements, ...values: readonly unknown[]) =>
    host.prepare(statements[statement]).run(...values).changes === 1;
  return {
    insert({ id, owner, name, createdAt, createdBy }, hash) {
      const owned = [id, owner.kind, owner.id, name, null, hash];
      const created = [createdAt.getTime(), createdBy.kind, createdBy.id];
      return change('insert', ...owned, ...created, ...missing);
    },
    find: (id) => host.prepare(statements.find).get(id),
    revoke: (id, at) => change('revoke', at.getTime(), null, id),
    recordUse: (id, at) => change('recordUse', at.getTime(), id, at.getTime()),
    listLive: ({ owner }, now) =>
      host.prepare(statements.listLive).pluck().all(owner.kind, owner.id, now.getTime(), 10),
  };
}
