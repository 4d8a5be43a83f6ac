import { argon2Hasher } from '@postern/argon2';
import type { Hasher } from '@postern/core/ports';
import { sqliteStorage } from '@postern/kysely/sqlite';
import type { Commands } from '../harness/worker.js';
import { cheapHasher } from '../subjects/population.js';
import { warmPostern } from '../subjects/postern.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { countStatements } from './count-statements.js';
import { names } from './names.js';

/**
 * Sets up two services on one file, one for the cheap hashes and one with all the defaults, and the same two with a
 * storage that remembers no records.
 */
export async function start({
  file,
  tokens,
  costlyTokens,
}: {
  readonly file: string;
  readonly tokens: readonly string[];
  readonly costlyTokens: readonly string[];
}): Promise<Commands> {
  const subject = (name: string, given: readonly string[], hasher: Hasher) =>
    warmPostern({ name, storage: sqliteStorage({ file }), tokens: given, hasher });
  const withoutMemory = (name: string, given: readonly string[], hasher: Hasher) =>
    warmPostern({ name, storage: sqliteStorage({ file, rememberedRecords: 0 }), tokens: given, hasher });
  const subjects = [
    await subject(names.postern, tokens, cheapHasher()),
    await subject(names.posternAtDefaults, costlyTokens, argon2Hasher()),
    await withoutMemory(names.withoutMemory, tokens, cheapHasher()),
    await withoutMemory(names.withoutMemoryAtDefaults, costlyTokens, argon2Hasher()),
  ] as const;
  return {
    ...subjectCommands(subjects),
    async countStatements(count: number) {
      const [postern, , reading] = subjects;
      // Reads each record once, in case something was committed since the last round.
      await countStatements(postern, tokens.length);
      return [await countStatements(postern, count), await countStatements(reading, count)];
    },
  };
}
