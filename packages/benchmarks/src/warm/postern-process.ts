import { argon2Hasher } from '@postern/argon2';
import { sqliteStorage } from '@postern/kysely/sqlite';
import type { Commands } from '../harness/worker.js';
import { cheapHasher } from '../subjects/population.js';
import { warmPostern } from '../subjects/postern.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { countStatements } from './count-statements.js';
import { names } from './names.js';

/** Sets up two services on one file: one for the cheap hashes, and one with all the defaults. */
export async function start({
  file,
  tokens,
  costlyTokens,
}: {
  readonly file: string;
  readonly tokens: readonly string[];
  readonly costlyTokens: readonly string[];
}): Promise<Commands> {
  const [postern, posternAtDefaults] = [
    await warmPostern({
      name: names.postern,
      storage: sqliteStorage({ file }),
      tokens,
      hasher: cheapHasher(),
    }),
    await warmPostern({
      name: names.posternAtDefaults,
      storage: sqliteStorage({ file }),
      tokens: costlyTokens,
      hasher: argon2Hasher(),
    }),
  ];
  return {
    ...subjectCommands([postern, posternAtDefaults]),
    countStatements: (count: number) => countStatements(postern, count),
  };
}
