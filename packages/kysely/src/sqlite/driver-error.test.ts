import { expect, it } from 'vitest';
import { isBusy } from './driver-error.js';

const failure = (code: string) => Object.assign(new Error('of the driver'), { code });

it.each([
  ['SQLITE_BUSY', true],
  ['SQLITE_BUSY_RECOVERY', true],
  ['SQLITE_BUSY_SNAPSHOT', true],
  ['SQLITE_BUSY_TIMEOUT', true],
  ['SQLITE_LOCKED', true],
  ['SQLITE_LOCKED_SHAREDCACHE', true],
  ['SQLITE_READONLY', false],
  ['SQLITE_BUSYBODY', false],
  ['ERR_SQLITE_BUSY', false],
])('the code %s means that the file is busy: %s', (code, busy) => {
  expect(isBusy(failure(code))).toBe(busy);
});

it.each([undefined, null, 'SQLITE_BUSY', { code: 'SQLITE_BUSY' }, new Error('SQLITE_BUSY')])(
  '%o, which is not an error with a code of SQLite, does not mean that the file is busy',
  (error) => {
    expect(isBusy(error)).toBe(false);
  },
);
