import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PosternError } from '../errors.js';
import type { KeyId } from '../model/key-id.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { buildAuditEntry, buildKey, buildStoredKey, memoryKeyRepository } from '../testing/index.js';
import { guardedRepository } from './guarded-repository.js';

const stored = buildStoredKey();
const entry = buildAuditEntry(stored.key);
const query = { after: null, limit: 1 };
const row = "Key (id)=(4fGh) already exists: insert into keys values ('$argon2id$v=19$…')";

type Write = Exclude<keyof KeyRepository, 'find'>;
const calls: Record<Write, (repository: KeyRepository) => Promise<unknown>> = {
  insert: (repository) => repository.insert(stored, entry),
  revoke: (repository) =>
    repository.revoke({ keyId: 'k' as KeyId, at: new Date(), reason: null }, buildAuditEntry(buildKey())),
  list: (repository) => repository.list({ ...query, owner: stored.key.owner, state: 'all', now: new Date() }),
  history: (repository) => repository.history({ ...query, of: { keyId: stored.key.id } }),
  recordUses: (repository) => repository.recordUses([]),
};
const methods = Object.keys(calls) as Write[];

const failing = (fail: () => never | Promise<never>): KeyRepository => ({
  ...memoryKeyRepository(),
  ...Object.fromEntries(methods.map((method) => [method, fail])),
});

describe.each(methods)('F10 %s', (method) => {
  const failure = (fail: () => never | Promise<never>) =>
    calls[method](guardedRepository(failing(fail))).catch((error: unknown) => error);

  it('F10 that throws or rejects is a fault with a code', async () => {
    const throwing = await failure(() => {
      throw new Error(row);
    });
    const rejecting = await failure(() => Promise.reject(new Error(row)));
    for (const error of [throwing, rejecting]) {
      expect(error).toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    }
  });

  it("P07 tells a driver's class and code and nothing of its message", async () => {
    const driver = Object.assign(new TypeError(row), { code: 'SQLITE_CONSTRAINT', detail: row });
    const error = await failure(() => Promise.reject(driver));
    expect((error as Error).cause).toMatchObject({ message: 'TypeError SQLITE_CONSTRAINT' });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('argon2id');
  });

  it('passes on a fault of ours as it is', async () => {
    const missing = new PosternError('ERR_SCHEMA_MISSING', 'migrate first');
    expect(await failure(() => Promise.reject(missing))).toBe(missing);
  });
});
