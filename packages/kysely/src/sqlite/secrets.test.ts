import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner } from '@postern/core';
import { expect, it } from 'vitest';
import { temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';

const ada = { kind: 'user', id: 'ada' } as const;

/** Issues, verifies and revokes some keys. Returns their tokens. */
async function useKeys(file: string): Promise<readonly string[]> {
  const storage = temporaryStorage({ file });
  await storage.migrate();
  const keys = createApiKeys({
    repository: storage.repository,
    hasher: argon2Hasher({ memoryKiB: 8, passes: 1 }),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
  });
  const tokens: string[] = [];
  for (let count = 0; count < 10; count += 1) {
    const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    if (count % 2) await keys.revoke(key.id, { actor: ada });
    tokens.push(token);
  }
  await keys.close();
  return tokens;
}

/** What must not be found: each part of the secret, and the start of each digest of the secret or the token. */
function* needlesOf(token: string): Generator<string> {
  const secret = token.slice(-49, -6);
  for (let start = 0; start + 12 <= secret.length; start += 1) yield secret.slice(start, start + 12);
  for (const algorithm of ['sha256', 'sha512', 'blake2b512']) {
    for (const text of [secret, token])
      yield createHash(algorithm).update(text).digest().toString('latin1').slice(0, 8);
  }
}

it('P01 neither the file nor its log contains a part of a token, or of a digest of one', async () => {
  const file = temporaryFile();
  const tokens = await useKeys(file);
  const written = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
  expect(written).toContain('CI Pipeline');
  expect(written).toContain('$argon2id$');
  for (const token of tokens) {
    for (const needle of needlesOf(token)) expect(written.includes(needle)).toBe(false);
  }
});
