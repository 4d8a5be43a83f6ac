import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyRepositoryContract } from '@postern/conformance';
import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { jsonLinesRepository } from './json-lines-repository.js';

const { key, hash } = buildStoredKey();
const issued = buildAuditEntry(key);
const at = new Date('2026-02-01T00:00:00.123Z');
const revoked = buildAuditEntry(key, { action: 'revoked', at });

const folders: string[] = [];
function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-json-lines-'));
  folders.push(folder);
  return join(folder, 'keys.jsonl');
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A file with a key that was issued and then revoked, byte by byte. */
async function issuedAndRevoked() {
  const path = newFile();
  const repository = jsonLinesRepository(path);
  await repository.insert({ key, hash }, issued);
  const before = readFileSync(path);
  await revokeIn(repository);
  return { path, before, after: readFileSync(path) };
}

function revokeIn(repository: KeyRepository): Promise<boolean> {
  return repository.revoke({ keyId: key.id, at, reason: null }, revoked);
}

/** What a repository says of the key: its record, and what was done with it. */
async function told(repository: KeyRepository) {
  const entries = await repository.history({ of: { keyId: key.id }, after: null, limit: 10 });
  return { found: (await repository.find([key.id])).get(key.id), entries };
}

const live = { found: { key, hash }, entries: [issued] };
const ended = { found: { key: { ...key, revokedAt: at }, hash }, entries: [revoked, issued] };

describe('fulfils the contract', () => {
  const make = async () => ({ repository: jsonLinesRepository(newFile()), dispose: async () => undefined });
  for (const { name, run } of keyRepositoryContract) it(name, () => run(make));
});

describe('a repository that is opened again', () => {
  it('knows all that was written', async () => {
    const { path } = await issuedAndRevoked();
    expect(await told(jsonLinesRepository(path))).toEqual(ended);
  });

  it('F06 knows nothing of a change whose line a crash cut off, wherever it did', async () => {
    const { path, before, after } = await issuedAndRevoked();
    for (let size = before.length; size < after.length; size += 1) {
      writeFileSync(path, after.subarray(0, size));
      expect(await told(jsonLinesRepository(path))).toEqual(live);
    }
  });

  it('F06 writes the next change where the line was cut off', async () => {
    const { path, before, after } = await issuedAndRevoked();
    writeFileSync(path, after.subarray(0, before.length + 10));
    expect(await revokeIn(jsonLinesRepository(path))).toBe(true);
    expect(await told(jsonLinesRepository(path))).toEqual(ended);
  });

  it('does not open a file with a broken line, and quotes nothing of it', async () => {
    const { path, after } = await issuedAndRevoked();
    writeFileSync(path, after.toString().replace('{', '('));
    expect(() => jsonLinesRepository(path)).toThrow(/^line 1 of the file is broken$/);
  });
});

it('writes nothing where nothing changed', async () => {
  const { path, after } = await issuedAndRevoked();
  const repository = jsonLinesRepository(path);
  const none = () => assert.fail('there is nothing to tell of');
  await repository.revokeAll({ owner: key.owner, at, reason: null, createdBefore: null, limit: 10 }, none);
  await repository.purge({ revokedBefore: at, limit: 10 }, none);
  await repository.recordUses([{ keyId: key.id, at }]);
  expect(readFileSync(path)).toEqual(after);
});

describe('F01 a file that takes no change', () => {
  it('makes the change reject, and shows nothing of it', async () => {
    const path = newFile();
    const repository = jsonLinesRepository(path);
    await repository.insert({ key, hash }, issued);
    rmSync(path);
    mkdirSync(path);
    await expect(revokeIn(repository)).rejects.toThrow();
    expect(await told(repository)).toEqual(live);
  });

  it('loses what a write that failed has left of itself, with the next change', async () => {
    const path = newFile();
    const repository = jsonLinesRepository(path);
    await repository.insert({ key, hash }, issued);
    appendFileSync(path, '{"rows":[{"id":');
    await revokeIn(repository);
    expect(await told(jsonLinesRepository(path))).toEqual(ended);
  });
});
