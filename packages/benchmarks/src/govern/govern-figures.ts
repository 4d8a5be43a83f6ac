import { alternate, roundsIn } from '../harness/alternate.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatSpread } from '../report/format.js';
import { issueLoop } from '../scale/issue-loop.js';
import { atMost, type RunOptions, type SectionResult } from '../section.js';
import { cheapHasher } from '../subjects/population.js';
import { fileWithKeys, type Pages, pageTimes } from './pages.js';
import { startUses } from './uses.js';

/** Measures lists of all keys, and what their indexes cost. */
export async function governFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const isFull = pace === 'full';
  const sizes = isFull ? [10_000, 1_000_000] : [2_000, 50_000];
  const files: Pages[] = [];
  for (const rows of sizes) {
    log(`making a file of ${rows.toLocaleString('en')} rows`);
    files.push(await fileWithKeys(rows));
  }
  log('measuring pages');
  const pages = await alternate(
    files.map((file) => ({ name: file.name, measure: () => pageTimes(file, isFull ? 200 : 20) })),
    rounds,
  );
  const [smallest, largest] = files.map(({ name }) => name);
  const conditions = Object.keys(pages.get(smallest ?? '')?.[0] ?? {});
  const times = (condition: string) => roundsIn(pages, (figures) => figures[condition] ?? Number.NaN);
  const ratio = (condition: string) =>
    ratioOf(times(condition)(largest ?? ''), times(condition)(smallest ?? ''));

  log('measuring uses');
  const uses = await startUses(isFull ? 10_000 : 500);
  const written = await alternate(uses.entrants, rounds).finally(uses.close);
  const useTimes = roundsIn(written, (ms) => ms);

  log('measuring what is issued');
  const small = isFull ? 10_000 : 500;
  const indexed = { name: 'with them', file: await fileWithKeys(small) };
  const bare = { name: 'without them', file: await fileWithKeys(small, { withIndexes: false }) };
  const issued = await alternate(
    [indexed, bare].map(({ name, file }) => ({
      name,
      measure: () => issueLoop(file.storage, cheapHasher(), isFull ? 500 : 100),
    })),
    rounds,
  );
  const perSecond = roundsIn(issued, (count) => count);
  for (const { storage } of [...files, indexed.file, bare.file]) await storage.close();

  const indexedConditions = ['no condition', 'a creator', 'an expiry'];
  return {
    tables: [
      {
        columns: ['one call of `listAll`, ms', ...files.map(({ name }) => `${name} rows`), 'ratio'],
        rows: conditions.map((condition) => [
          condition,
          ...files.map(({ name }) => formatSpread(spreadOf(times(condition)(name)))),
          formatSpread(ratio(condition)),
        ]),
      },
      {
        caption: 'The cost of the indexes:',
        columns: ['', 'with them', 'without them', 'ratio'],
        rows: [
          [
            'writing uses, ms',
            ...['with them', 'without them'].map((name) => formatSpread(spreadOf(useTimes(name)))),
            formatSpread(ratioOf(useTimes('with them'), useTimes('without them'))),
          ],
          [
            'issued per second',
            ...['with them', 'without them'].map((name) => formatSpread(spreadOf(perSecond(name)))),
            formatSpread(ratioOf(perSecond('with them'), perSecond('without them'))),
          ],
        ],
      },
    ],
    bounds: [
      ...indexedConditions.map((condition) =>
        atMost(
          `govern: a page with ${condition} among ${largest} ÷ among ${smallest}`,
          1.5,
          ratio(condition),
        ),
      ),
      atMost(
        'govern: writing uses with the indexes ÷ without them',
        1.05,
        ratioOf(useTimes('with them'), useTimes('without them')),
      ),
    ],
    raw: {
      pages: Object.fromEntries(pages),
      uses: Object.fromEntries(written),
      issued: Object.fromEntries(issued),
    },
  };
}
