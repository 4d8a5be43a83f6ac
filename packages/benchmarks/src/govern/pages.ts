import type { AllKeysQuery, StoredKey } from '@postern/core/ports';
import type { KeyStorage } from '@postern/kysely/sqlite';
import Database from 'better-sqlite3';
import { spreadOf } from '../harness/spread.js';
import { cheapHasher, fillers, issueKeys } from '../subjects/population.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { overviewIndexes } from './overview-indexes.js';

/** A file with keys whose pages are read. */
export interface Pages {
  /** Its number of rows, formatted. */
  readonly name: string;
  readonly rows: number;
  readonly storage: KeyStorage;
}

const start = Date.UTC(2026, 0, 1);
const day = 24 * 60 * 60 * 1_000;
/** A prime, so that keys that follow each other in time are all over the file. */
const stride = 7_368_787;
const keysPerCreator = 200;

/** Creates a file in which keys were created one second after the other, half of them with an expiry. */
export async function fileWithKeys(
  rows: number,
  { withIndexes = true }: { readonly withIndexes?: boolean } = {},
): Promise<Pages> {
  const file = temporaryFile('keys.sqlite');
  const storage = await fillSqlite(file, await keysOf(rows));
  if (!withIndexes) {
    const db = new Database(file);
    for (const name of overviewIndexes) db.exec(`drop index postern_${name}`);
    db.close();
  }
  return { name: rows.toLocaleString('en'), rows, storage };
}

/** Keys that differ in everything that a list of all keys looks at. */
export async function keysOf(rows: number): Promise<readonly StoredKey[]> {
  const [known] = await issueKeys(1, cheapHasher());
  if (known === undefined) throw new Error('no key was issued');
  return [...fillers(rows, known.stored)].map(({ key, hash }, index) => {
    const place = (index * stride) % rows;
    const createdAt = new Date(start + place * 1_000);
    const createdBy = { kind: 'user', id: `creator-${place % Math.ceil(rows / keysPerCreator)}` } as const;
    const expiresAt = place % 2 === 0 ? new Date(createdAt.getTime() + 90 * day) : null;
    return { key: { ...key, createdAt, createdBy, expiresAt }, hash };
  });
}

/** The median time of one call, in milliseconds, by the conditions that it has. */
export async function pageTimes(
  { rows, storage }: Pages,
  calls: number,
): Promise<Readonly<Record<string, number>>> {
  const now = new Date(start);
  const end = new Date(8.64e15);
  const conditions: Readonly<Record<string, (place: number) => Partial<AllKeysQuery>>> = {
    'no condition': (place) => ({ after: { at: new Date(start + place * 1_000), id: '' } }),
    'a creator': (place) => ({
      createdBy: { kind: 'user', id: `creator-${place % Math.ceil(rows / keysPerCreator)}` },
    }),
    'an expiry': (place) => ({
      expiresBefore: end,
      after: { at: new Date(start + place * 1_000 + 90 * day), id: '' },
    }),
    'a kind that none has': (place) => ({
      kinds: ['team'],
      after: { at: new Date(start + place * 1_000), id: '' },
    }),
  };
  const times: Record<string, number> = {};
  for (const [name, at] of Object.entries(conditions)) {
    const figures: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      // Far enough from both ends for a whole page, and all over the list.
      const place = Math.floor(rows * (0.3 + 0.4 * ((call * 0.618_034) % 1)));
      const query = { state: 'all', now, after: null, limit: 100, ...at(place) } as const;
      const beganAt = performance.now();
      await storage.repository.listAll(query);
      figures.push(performance.now() - beganAt);
    }
    times[name] = spreadOf(figures).median;
  }
  return times;
}
