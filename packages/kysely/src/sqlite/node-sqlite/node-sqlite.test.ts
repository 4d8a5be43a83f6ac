import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { temporaryFile } from '../../../test-support/temporary-storage.js';
import { sqliteStorage } from './index.js';

const hasNodeSqlite = (() => {
  try {
    createRequire(import.meta.url)('node:sqlite');
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(hasNodeSqlite)('a runtime without node:sqlite is refused when the storage is created', () => {
  expect(() => sqliteStorage({ file: temporaryFile() })).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringMatching(
        /^sqliteStorage: this runtime has no node:sqlite: Node has it from 22\.13 on, and this is \d+\./,
      ),
    }),
  );
});

it.runIf(hasNodeSqlite)('a runtime with node:sqlite opens a file with it', async () => {
  const storage = sqliteStorage({ file: temporaryFile() });
  await storage.migrate();
  expect(storage.repository.find([])).toEqual(new Map());
  await storage.close();
});
