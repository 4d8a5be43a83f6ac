import { expect, it } from 'vitest';
import { temporaryFile } from '../../../test-support/temporary-storage.js';
import { optionReader } from '../../read-options.js';
import { requireSoundSqlite } from './bun-sqlite.js';
import { sqliteStorage } from './index.js';

const check = (found: { readonly version?: string; readonly written?: string }) =>
  requireSoundSqlite(optionReader('sqliteStorage'), {
    bun: '1.4.0',
    version: '3.54.1',
    written: 'EFBBBF',
    ...found,
  });

it('a runtime other than Bun is refused when the storage is created', () => {
  expect(() => sqliteStorage({ file: temporaryFile() })).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringMatching(
        /^sqliteStorage: only Bun has bun:sqlite, and this is Node \d.* @postern\/kysely\/node-sqlite$/,
      ),
    }),
  );
});

it('T09 a Bun that drops a byte order mark is refused, because it would mix up owners', () => {
  expect(() => check({ written: '' })).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringMatching(/^sqliteStorage: bun:sqlite of Bun 1\.4\.0 drops .* 1\.4\.4 or later$/),
    }),
  );
});

it.each(['3.41.2', '3.9.0', '2.99.0', 'unknown'])(
  'SQLite %s, which Bun may find on macOS, is refused',
  (version) => {
    expect(() => check({ version })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: expect.stringContaining(`needs SQLite 3.42 or later, and Bun has found ${version}`),
      }),
    );
  },
);

it.each(['3.42.0', '3.54.1', '3.100.0'])('SQLite %s is accepted', (version) => {
  expect(() => check({ version })).not.toThrow();
});
