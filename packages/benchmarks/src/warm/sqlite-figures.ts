import { alternate, roundsOf } from '../harness/alternate.js';
import { closedLoop, tightLoop } from '../harness/closed-loop.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatSpread } from '../report/format.js';
import type { RunOptions, SectionResult } from '../section.js';
import { makeFloors } from '../subjects/floors.js';
import { cheapHasher, issueKeys } from '../subjects/population.js';
import { warmPostern } from '../subjects/postern.js';
import { shuffled } from '../subjects/shuffled.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';

export async function sqliteFigures({ pace, rounds, tell }: RunOptions): Promise<SectionResult> {
  const ms = pace === 'full' ? 700 : 200;
  const known = await issueKeys(10_000, cheapHasher());
  const file = temporaryFile('keys.sqlite');
  const storage = await fillSqlite(
    file,
    known.map(({ stored }) => stored),
  );
  const floors = makeFloors(file, known);
  tell('proving 10,000 tokens');
  const tokens = shuffled(known.map(({ token }) => token));
  const postern = await warmPostern({ name: 'Postern', storage, tokens, hasher: cheapHasher() });
  const figures = await alternate(
    [
      { name: '12', measure: () => tightLoop(floors.twelveColumns, { ms }) },
      { name: '5', measure: () => tightLoop(floors.fiveColumnsRaw, { ms }) },
      { name: 'one', measure: () => closedLoop(postern, { inFlight: 1, ms }) },
      { name: '32', measure: () => closedLoop(postern, { inFlight: 32, ms }) },
    ],
    rounds,
  );
  const us = (name: string) => roundsOf(figures, name, ({ microseconds }) => microseconds);
  return {
    tables: [
      {
        columns: ['subject', 'µs'],
        rows: [...figures.keys()].map((name) => [name, formatSpread(spreadOf(us(name)))]),
      },
    ],
    bounds: [
      {
        claim: '32 in flight ÷ floor of 12 columns',
        kind: 'at most',
        limit: 0.9,
        measured: ratioOf(us('32'), us('12')),
      },
    ],
  };
}
