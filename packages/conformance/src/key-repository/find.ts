import assert from 'node:assert/strict';
import type { ApiKey, KeyId } from '@postern/core';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { add, clause, keyIdOf, type MakeKeyRepository, revoke, storedOf, verifiedPart } from './subject.js';

/** No field is null, and no two instants are the same. */
const fullRecord: Partial<ApiKey> = {
  owner: { kind: 'team', id: 'platform' },
  scopes: ['agents:read', 'agents:write'],
  createdBy: { kind: 'system', id: 'job' },
  createdAt: new Date('2026-01-01T00:00:00.001Z'),
  expiresAt: new Date('9999-12-31T23:59:59.999Z'),
  rotatedAt: new Date('2026-01-02T00:00:00.099Z'),
  successorId: keyIdOf('s'),
  disabledAt: new Date('2026-01-02T00:00:00.010Z'),
  disabledBy: { kind: 'key', id: keyIdOf('k') },
  revokedAt: new Date('2026-01-03T00:00:00.100Z'),
  reason: 'rotated',
  lastUsedAt: new Date('2026-01-01T12:34:56.789Z'),
};

const isText = (value: unknown) => typeof value === 'string';

/** What `find` and `get` promise. */
export const findClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('find leaves a key ID without a record out of the map', async (repository) => {
    const { key } = await add(repository);
    const found = await repository.find([keyIdOf('x'), key.id, keyIdOf('y')]);
    assert.deepEqual([...found.keys()], [key.id]);
  }),

  clause('get returns undefined for a key ID without a record', async (repository) => {
    await add(repository);
    assert.equal(await repository.get(keyIdOf('Q')), undefined);
  }),

  clause('find returns everything that a verification needs of a record', async (repository) => {
    for (const given of [{}, fullRecord]) {
      const { key, hash } = await add(repository, given);
      const found = (await repository.find([key.id])).get(key.id);
      assert.ok(found !== undefined && 'hash' in found, 'find must return the record');
      assert.deepEqual({ key: verifiedPart(found.key), hash: found.hash }, { key: verifiedPart(key), hash });
    }
  }),

  clause('F15 find returns every field with its exact type', async (repository) => {
    for (const given of [{}, fullRecord]) {
      const { key } = await add(repository, given);
      const found = (await repository.find([key.id])).get(key.id);
      assert.ok(found !== undefined && 'hash' in found, 'find must return the record');
      const { id, owner, scopes, expiresAt, disabledAt, revokedAt } = found.key;
      assert.equal(id, key.id);
      assert.deepEqual(
        [typeof owner.kind, typeof owner.id, typeof found.hash],
        ['string', 'string', 'string'],
      );
      assert.ok(scopes === null || (Array.isArray(scopes) && Array.from(scopes).every(isText)), 'scopes');
      for (const [name, at] of Object.entries({ expiresAt, disabledAt, revokedAt }))
        assert.ok(at === null || (at instanceof Date && !Number.isNaN(at.getTime())), name);
    }
  }),

  clause('get returns every field of a record, and find its hash', async (repository) => {
    const stored = buildStoredKey({
      hash: `$argon2id$v=19$m=19456,t=2,p=1$${'+/aZ09'.repeat(40)}`,
      key: buildKey(fullRecord),
    });
    await repository.insert(stored, buildAuditEntry(stored.key));
    assert.deepEqual(await storedOf(repository, stored.key.id), stored);
  }),

  clause('get returns instants from 1970 to the last one that a Date can hold', async (repository) => {
    const [createdAt, expiresAt] = [new Date(0), new Date(8.64e15)];
    const stored = await add(repository, { createdAt, lastUsedAt: createdAt, expiresAt });
    assert.deepEqual(await storedOf(repository, stored.key.id), stored);
  }),

  clause('find distinguishes scopes of null from an empty list', async (repository) => {
    const open = await add(repository, { scopes: null });
    const shut = await add(repository, { scopes: [] });
    assert.deepEqual(await storedOf(repository, open.key.id), open);
    assert.deepEqual(await storedOf(repository, shut.key.id), shut);
  }),

  clause('find accepts 256 key IDs in one call', async (repository) => {
    const ids: KeyId[] = [];
    for (let count = 0; count < 256; count += 1) ids.push((await add(repository)).key.id);
    const found = await repository.find(ids);
    assert.deepEqual([...found.keys()].sort(), ids.toSorted());
  }),

  clause('find distinguishes upper case from lower case', async (repository) => {
    const stored = await add(repository, { id: keyIdOf('a') });
    const found = await repository.find([keyIdOf('A'), keyIdOf('a')]);
    assert.deepEqual([...found.keys()], [stored.key.id]);
    assert.equal(await repository.get(keyIdOf('A')), undefined);
  }),

  clause(
    'what a caller does with a record changes nothing that find and get return later',
    async (repository) => {
      const { id } = (await add(repository, structuredClone(fullRecord))).key;
      const read = async () => [(await repository.find([id])).get(id), await repository.get(id)];
      const before = structuredClone(await read());
      for (const _ of ['once', 'again']) {
        deface(await read());
        assert.deepEqual(await read(), before);
      }
    },
  ),

  clause('S01 find sees a revocation as soon as revoke has resolved', async (repository) => {
    const stored = await add(repository);
    await repository.find([stored.key.id]);
    const { entry } = await revoke(repository, stored.key);
    const revoked = { ...stored.key, revokedAt: entry.at, reason: entry.reason };
    assert.deepEqual(await storedOf(repository, stored.key.id), { ...stored, key: revoked });
  }),
];

/** Changes everything that can be changed in a value: fields, elements and instants. */
function deface(value: unknown): void {
  if (value instanceof Date) value.setTime(0);
  else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) {
      deface(part);
      Reflect.set(value, name, 'defaced');
    }
}
