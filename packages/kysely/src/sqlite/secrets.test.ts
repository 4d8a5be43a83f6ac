import { readFileSync } from 'node:fs';
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { temporaryFile, temporaryStorage } from '../../test/temporary-storage.js';

it('P01 neither the file nor its log has a token, or a piece of one', async () => {
  const file = temporaryFile();
  const storage = temporaryStorage({ file });
  await storage.migrate();
  const keys = createApiKeys({
    repository: storage.repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
  });
  const ada = { kind: 'user', id: 'ada' } as const;
  const tokens: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
    await keys.verify(token);
    tokens.push(token);
    if (count % 2) await keys.revoke(key.id, { actor: ada });
  }
  await keys.close();

  const written = bytesOf(`${file}-wal`) + bytesOf(file);
  expect(written).toContain('CI Pipeline');
  for (const token of tokens) {
    const secret = token.slice(-49, -6);
    for (let start = 0; start + 12 <= secret.length; start += 1) {
      expect(written.includes(secret.slice(start, start + 12))).toBe(false);
    }
    expect(written.includes(token.slice(0, 21))).toBe(false);
  }
});

function bytesOf(path: string): string {
  return readFileSync(path, 'latin1');
}
