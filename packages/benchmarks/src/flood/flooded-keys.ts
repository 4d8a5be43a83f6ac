import { randomBytes } from 'node:crypto';
import { defaultCostHasher, fillers, issueKeys } from '../subjects/population.js';
import { shuffled } from '../subjects/shuffled.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';

/** The keys of a service that is flooded. */
export interface FloodedKeys {
  /** The file that holds them, among other keys. */
  readonly file: string;
  readonly checkKey: Uint8Array | undefined;
  readonly tokens: readonly string[];
  readonly keyIds: readonly string[];
}

/** How many records there are, used or not. */
const rowCount = 10_000;

/** Issues keys at the default cost, with or without a check key. */
export async function floodedKeys({
  keyCount,
  hasCheckKeys,
}: {
  readonly keyCount: number;
  readonly hasCheckKeys: boolean;
}): Promise<FloodedKeys> {
  const checkKey = hasCheckKeys ? randomBytes(32) : undefined;
  const known = await issueKeys(keyCount, defaultCostHasher(), checkKey && { keys: [checkKey] });
  const stored = known.map((each) => each.stored);
  const [first] = stored;
  if (first === undefined) throw new Error('no key was issued');
  const file = temporaryFile('keys.sqlite');
  const storage = await fillSqlite(file, [...stored, ...fillers(rowCount - keyCount, first)]);
  await storage.close();
  const tokens = shuffled(known.map(({ token }) => token));
  return { file, checkKey, tokens, keyIds: stored.map(({ key }) => key.id) };
}
