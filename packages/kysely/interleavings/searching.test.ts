import { itIsRightInEveryOrder } from '@postern/core/interleavings';
import { vi } from 'vitest';
import {
  busyFile,
  checkpoint,
  openedAgain,
  ownRevocation,
  renamedOver,
  restored,
  rolledBack,
  savepoint,
  transaction,
} from './file-changes.js';
import { type FileChanges, searchesAnd } from './search-with-memory.js';
import { templateOfTests } from './template-of-tests.js';

vi.mock('node:timers/promises', async (original) => {
  const { steppedTimers } = await import('./stepped-driver.js');
  return steppedTimers(await original());
});

const template = templateOfTests();
const inFile = (changes: FileChanges) => searchesAnd(changes, template);

itIsRightInEveryOrder('S01 searches in a SQLite file + transaction', inFile(transaction), {
  orders: 130,
  'live, live, live, revoked': 50,
  'live, live, revoked, revoked': 56,
  'live, revoked, revoked, revoked': 20,
  'revoked, revoked, revoked, revoked': 4,
});

itIsRightInEveryOrder('S01 searches in a SQLite file + rollback', inFile(rolledBack), {
  orders: 130,
  'live, live, live, live': 130,
});

itIsRightInEveryOrder('S01 searches in a SQLite file + savepoint', inFile(savepoint), {
  orders: 239,
  'disabled, disabled, disabled': 7,
  'live, disabled, disabled': 84,
  'live, live, disabled': 148,
});

itIsRightInEveryOrder('S01 searches in a SQLite file + checkpoint', inFile(checkpoint), {
  orders: 114,
  'live, live, unknown': 3,
  'live, revoked, unknown': 32,
  'live, unknown, unknown': 18,
  'revoked, revoked, unknown': 19,
  'revoked, unknown, unknown': 33,
  'unknown, unknown, unknown': 9,
});

itIsRightInEveryOrder('S01 searches in a SQLite file + revoke + use', inFile(ownRevocation), {
  orders: 148,
  'live, live, revoked': 18,
  'live, revoked, revoked': 53,
  'revoked, revoked, revoked': 77,
});

itIsRightInEveryOrder('S01 searches in a busy SQLite file + revoke', inFile(busyFile('version')), {
  orders: 19,
  'live, live, live, revoked': 4,
  'live, live, revoked, revoked': 6,
  'live, revoked, revoked, revoked': 5,
  'revoked, revoked, revoked, revoked': 4,
});

itIsRightInEveryOrder('S01 searches in a SQLite file with a busy row + revoke', inFile(busyFile('row')), {
  orders: 20,
  'live, live, live, revoked': 4,
  'live, live, revoked, revoked': 6,
  'live, revoked, revoked, revoked': 5,
  'revoked, revoked, revoked, revoked': 5,
});

itIsRightInEveryOrder('S01 searches in a SQLite file that is opened again + revoke', inFile(openedAgain), {
  orders: 108,
  'live, live, live, revoked': 28,
  'live, live, revoked, revoked': 40,
  'live, revoked, revoked, revoked': 27,
  'revoked, revoked, revoked, revoked': 13,
});

itIsRightInEveryOrder('S01 searches in a SQLite file + rename of a backup', inFile(renamedOver), {
  orders: 16,
  'live, live, live, revoked': 7,
  'live, live, revoked, revoked': 5,
  'live, revoked, revoked, revoked': 3,
  'revoked, revoked, revoked, revoked': 1,
});

itIsRightInEveryOrder('S01 searches in a SQLite file + restore of a backup', inFile(restored), {
  orders: 10,
  'live, live, live, revoked': 4,
  'live, live, revoked, revoked': 3,
  'live, revoked, revoked, revoked': 2,
  'revoked, revoked, revoked, revoked': 1,
});
