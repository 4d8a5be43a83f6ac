import { spreadOf } from '../harness/spread.js';
import { formatNumber } from '../report/format.js';
import { atMost, type Bound, type Table } from '../section.js';
import { names } from './names.js';
import type { StatementLog } from './statement-log.js';

/** Shows the statements of Postern and of better-auth, each with both of its settings, in this order. */
export function statementsTable(logs: readonly StatementLog[]): Table {
  const counted = [names.postern, names.withoutMemory, names.betterAuth, names.betterAuthFastest];
  return {
    caption:
      'Statements per verification, 32 in flight, counted in the driver, which knows for each statement whether it can write. The question whether anything was committed counts as a read, and so do `begin` and `commit` of a read-only transaction.',
    columns: ['', 'read', 'write'],
    rows: logs.map(({ reads, writes }, index) => [
      counted[index] ?? '',
      formatNumber(reads),
      formatNumber(writes),
    ]),
  };
}

/** Uses are recorded in the background, much later: no verification may wait for a write, or cause one of its own. */
export function writesBound({ writes }: StatementLog): Bound {
  return atMost('SQLite: statements that write, per verification', 0, spreadOf([writes]));
}
