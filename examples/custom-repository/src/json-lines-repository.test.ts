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

/** A file with a key that was issued and then revoked, and its bytes before and after. */
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

/** What a repository returns for the key: its record and its audit entries. */
async function read(repository: KeyRepository) {
  const entries = await repository.history({ of: { keyId: key.id }, after: null, limit: 10 });
  return { found: (await repository.find([key.id])).get(key.id), entries };
}

const live = { found: { key, hash }, entries: [issued] };
const ended = { found: { key: { ...key, revokedAt: at }, hash }, entries: [revoked, issued] };

describe('the repository on a file meets the contract', () => {
  const make = async () => ({ repository: jsonLinesRepository(newFile()), dispose: async () => undefined });
  for (const { name, run } of keyRepositoryContract) it(name, (test) => run(make, test));
});

describe('a repository that is opened again', () => {
  it('has everything that was written', async () => {
    const { path } = await issuedAndRevoked();
    expect(await read(jsonLinesRepository(path))).toEqual(ended);
  });

  it('F06 has nothing of a change if a crash cut off its line, at any byte', async () => {
    const { path, before, after } = await issuedAndRevoked();
    for (let size = before.length; size < after.length; size += 1) {
      writeFileSync(path, after.subarray(0, size));
      expect(await read(jsonLinesRepository(path))).toEqual(live);
    }
  });

  it('F06 writes the next change in the place of a line that was cut off', async () => {
    const { path, before, after } = await issuedAndRevoked();
    writeFileSync(path, after.subarray(0, before.length + 10));
    expect(await revokeIn(jsonLinesRepository(path))).toBe(true);
    expect(await read(jsonLinesRepository(path))).toEqual(ended);
  });

  it('refuses a file with a broken line, without quoting it', async () => {
    const { path, after } = await issuedAndRevoked();
    writeFileSync(path, after.toString().replace('{', '('));
    expect(() => jsonLinesRepository(path)).toThrow(/^line 1 of the file is broken$/);
  });
});

it('the repository writes nothing if nothing changes', async () => {
  const { path, after } = await issuedAndRevoked();
  const repository = jsonLinesRepository(path);
  const none = () => assert.fail('there is nothing to record');
  await repository.revokeAll({ owner: key.owner, at, reason: null, createdBefore: null, limit: 10 }, none);
  await repository.purge({ revokedBefore: at, limit: 10 }, none);
  await repository.recordUses([{ keyId: key.id, at }]);
  expect(readFileSync(path)).toEqual(after);
});

describe('F01 a file that cannot be written', () => {
  it('makes the change reject, and the repository shows nothing of it', async () => {
    const path = newFile();
    const repository = jsonLinesRepository(path);
    await repository.insert({ key, hash }, issued);
    rmSync(path);
    mkdirSync(path);
    await expect(revokeIn(repository)).rejects.toThrow();
    expect(await read(repository)).toEqual(live);
  });

  it('loses what a failed write has left of itself, with the next change', async () => {
    const path = newFile();
    const repository = jsonLinesRepository(path);
    await repository.insert({ key, hash }, issued);
    appendFileSync(path, '{"rows":[{"id":');
    await revokeIn(repository);
    expect(await read(jsonLinesRepository(path))).toEqual(ended);
  });
});
