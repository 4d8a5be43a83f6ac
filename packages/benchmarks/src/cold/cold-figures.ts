import { argon2Hasher } from '@postern/argon2';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { alternate, roundsIn } from '../harness/alternate.js';
import { spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atMost, type RunOptions, type SectionResult } from '../section.js';
import { defaultCostHasher, issueKeys } from '../subjects/population.js';
import { makeKeys } from '../subjects/postern.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { type ColdStart, verifyAllAtOnce, verifyAllWithRetries } from './cold-start.js';

/** Verifies every key at the same instant with a service that was just created. */
export async function coldFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const count = pace === 'full' ? 1_000 : 50;
  log(`issuing ${count} keys at the default cost`);
  const known = await issueKeys(count, defaultCostHasher());
  const tokens = known.map(({ token }) => token);
  const file = temporaryFile('keys.sqlite');
  const stored = known.map(({ stored }) => stored);
  await (await fillSqlite(file, stored)).close();

  async function withNewService<Value>(
    ask: (keys: ReturnType<typeof makeKeys>) => Promise<Value>,
  ): Promise<Value> {
    const storage = sqliteStorage({ file });
    const keys = makeKeys(storage, argon2Hasher());
    const value = await ask(keys);
    await keys.close();
    await storage.close();
    return value;
  }

  log('measuring');
  const name = 'at once';
  const starts = await alternate(
    [{ name, measure: () => withNewService((keys) => verifyAllAtOnce(keys, tokens)) }],
    rounds,
  );
  const figure = (number: (start: ColdStart) => number) => spreadOf(roundsIn(starts, number)(name));
  log('measuring, with callers who retry');
  const retriedMs = await withNewService((keys) => verifyAllWithRetries(keys, tokens));
  return {
    tables: [
      {
        columns: [`${count.toLocaleString('en')} keys at the same instant`, ''],
        rows: [
          ['verified', formatSpread(figure(({ verified }) => verified))],
          ['refused as overloaded', formatSpread(figure(({ overloaded }) => overloaded))],
          ['time until all were answered, ms', formatSpread(figure(({ allMs }) => allMs))],
          ['median wait of verified tokens, ms', formatSpread(figure(({ medianMs }) => medianMs))],
          ['longest wait of a verified token, ms', formatSpread(figure(({ slowestMs }) => slowestMs))],
          [
            'fairness: longest ÷ median',
            formatSpread(figure(({ medianMs, slowestMs }) => slowestMs / medianMs)),
          ],
        ],
      },
    ],
    bounds: [
      atMost(
        'cold start: valid tokens refused for any reason but overload',
        0,
        figure(({ wronglyRefused }) => wronglyRefused),
      ),
    ],
    raw: { atOnce: starts.get(name), retriedMs },
    remarks: [
      `If each refused caller retries as its Retry-After says, all ${count.toLocaleString('en')} are verified after ${formatNumber(retriedMs / 1_000)} s (one round).`,
    ],
  };
}
