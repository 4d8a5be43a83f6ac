import type { Commands } from '../harness/worker.js';
import type { KnownKey } from '../subjects/population.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { makeFloors } from './floors.js';
import { prefixedApiKey } from './prefixed-api-key.js';

/** Sets up the subjects that do as little as possible. All of them answer synchronously. */
export async function start({
  file,
  keys,
}: {
  readonly file: string;
  readonly keys: readonly KnownKey[];
}): Promise<Commands> {
  return subjectCommands([...makeFloors(file, keys), await prefixedApiKey(file, keys.length)]);
}
