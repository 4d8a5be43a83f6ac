import { type AuditEntry, type KeyId, PosternError } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import type { Query } from './sql-transaction.js';

/** Writes a value as JSON, with instants as milliseconds. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, text) {
    const original = this[name];
    return original instanceof Date ? original.getTime() : text;
  });
}

/** Reads what `toJson` wrote. The driver has parsed it; instants have names that end in `at`. */
export function fromJson<Value>(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromJson) as Value;
  if (typeof value !== 'object' || value === null) return value as Value;
  const fields = Object.entries(value).map(([name, field]) => {
    const isInstant = /^at$|At$/.test(name) && typeof field === 'number';
    return [name, isInstant ? new Date(field) : fromJson(field)];
  });
  return Object.fromEntries(fields);
}

/** `undefined` if the record can't be understood. `createApiKeys` checks the type of every field that it uses. */
export function readRecord(record: unknown): StoredKey | undefined {
  const stored = fromJson<Partial<StoredKey> | null>(record);
  const isWhole = typeof stored?.key?.owner?.id === 'string' && typeof stored.hash === 'string';
  return isWhole ? (stored as StoredKey) : undefined;
}

/** @throws {PosternError} `ERR_RECORD_UNREADABLE`, which quotes nothing of the record. */
export function requireRecord({ record }: { readonly record: unknown }): StoredKey {
  const stored = readRecord(record);
  if (stored !== undefined) return stored;
  throw new PosternError('ERR_RECORD_UNREADABLE', 'a stored record cannot be understood');
}

/** Locks records, always in the order of their IDs, and returns them as they are now. */
export async function lock(query: Query, ids: readonly KeyId[], condition = 'true', ...values: unknown[]) {
  const text = `select record from api_key where id = any($${values.length + 1}) and ${condition} order by id for update`;
  return (await query<{ record: unknown }>(text, ...values, ids)).map(requireRecord);
}

/** Adds a record. `false`: its ID is taken. */
export async function add(query: Query, stored: StoredKey): Promise<boolean> {
  const text = 'insert into api_key (id, record) values ($1, $2) on conflict do nothing returning id';
  return (await query(text, stored.key.id, toJson(stored))).length === 1;
}

/** Overwrites locked records. So if one is not written, the database ignored it: a trigger, a rule, a policy. */
export async function save(query: Query, changed: readonly StoredKey[]): Promise<void> {
  const ids = changed.map(({ key }) => key.id);
  const text = `update api_key set record = new from jsonb_array_elements($1) as new
    where id = new->'key'->>'id' and id = any($2) returning id`;
  if ((await query(text, toJson(changed), ids)).length === ids.length) return;
  throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the database ignored a change');
}

/** Adds audit entries. An ID that is taken is an error, which rolls everything back. */
export async function log(query: Query, entries: readonly AuditEntry[]): Promise<void> {
  const text = `insert into api_key_audit (id, entry)
    select entry->>'id', entry from jsonb_array_elements($1) as entry`;
  await query(text, toJson(entries));
}
