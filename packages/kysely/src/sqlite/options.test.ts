import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { storageOn } from '../../test-support/sqlite-under-test.js';
import { temporaryFile } from '../../test-support/temporary-storage.js';
import type { SqliteStorageOptions } from './options.js';

const refusal = (options: unknown): unknown => {
  try {
    return storageOn(options as SqliteStorageOptions);
  } catch (error) {
    return error;
  }
};

it.each([undefined, null, './keys.sqlite', 5])('refuses %o instead of options', (options) => {
  expect(refusal(options)).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: 'sqliteStorage: the options must be an object, such as { file: "./keys.sqlite" }',
  });
});

it.each(['prefix', 'constructor'])('refuses the unknown option %s, and names the known ones', (name) => {
  expect(refusal({ file: temporaryFile(), [name]: 'x_' })).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: `sqliteStorage: unknown option ${name}; the options are file, tablePrefix, busyDeadlineMs, rememberedRecords`,
  });
});

it.each([
  {},
  { file: undefined },
  { file: null },
  { file: Buffer.from('keys.sqlite') },
  { file: '' },
  { file: ' \n' },
  { file: 'file:keys.sqlite?mode=memory' },
  { file: 'keys.sqlite\0' },
])('refuses %o, which does not name a file', (options) => {
  expect(refusal(options)).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: expect.stringContaining('./keys.sqlite'),
  });
});

it.each(['keys.sqlite\n', 'keys.sqlite ', '\tkeys.sqlite'])(
  'refuses the file %j, and names the white space as the reason',
  (file) => {
    expect(refusal({ file })).toMatchObject({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringContaining('white space'),
    });
  },
);

it.each([':memory:', ' :memory: '])('refuses %o, and names what keeps keys in memory', (file) => {
  expect(refusal({ file })).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: expect.stringContaining('memoryKeyRepository()'),
  });
});

it('refuses a file in a missing directory, and names the directory', () => {
  const directory = temporaryFile();
  expect(refusal({ file: join(directory, 'keys.sqlite') })).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: `sqliteStorage: the directory of file, ${directory}, does not exist; create it first`,
  });
});

it('refuses a file in something that is not a directory, and names it', () => {
  const directory = temporaryFile();
  writeFileSync(directory, '');
  expect(refusal({ file: join(directory, 'keys.sqlite') })).toMatchObject({
    code: 'ERR_INVALID_CONFIG',
    message: `sqliteStorage: the directory of file, ${directory}, is not a directory; correct the path`,
  });
});

it.each(['', 'Postern_', '1_', 'a-b', 'a b', 'a"b', 'é_', 'a'.repeat(32), 'sqlite_', 5, null])(
  'refuses the table prefix %o',
  (tablePrefix) => {
    expect(refusal({ file: temporaryFile(), tablePrefix })).toMatchObject({ code: 'ERR_INVALID_CONFIG' });
  },
);

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '5', null])(
  'refuses the deadline %o',
  (busyDeadlineMs) => {
    expect(refusal({ file: temporaryFile(), busyDeadlineMs })).toMatchObject({ code: 'ERR_INVALID_CONFIG' });
  },
);

it('resolves a relative path when the storage is created, whatever the working directory is later', async () => {
  const file = temporaryFile();
  const before = process.cwd();
  process.chdir(dirname(file));
  const storage = storageOn({ file: 'keys.sqlite' });
  process.chdir(before);
  await storage.migrate();
  await storage.close();
  expect(existsSync(file)).toBe(true);
});
