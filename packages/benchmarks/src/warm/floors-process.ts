import type { Commands } from '../harness/worker.js';
import type { KnownKey } from '../subjects/population.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { makeFloors } from './floors.js';
import { prefixedApiKey } from './prefixed-api-key.js';

/** What is as thin as it can be: all of it answers directly. */
export async function start({
  file,
  keys,
}: {
  readonly file: string;
  readonly keys: readonly KnownKey[];
}): Promise<Commands> {
  return subjectCommands([...makeFloors(file, keys), await prefixedApiKey(file, keys.length)]);
}
