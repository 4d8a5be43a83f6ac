import { argon2Hasher } from '@postern/argon2';
import { createApiKeys } from '@postern/core';
import { directoryInMemory } from '../subjects/directory.js';
import { defaultCostHasher, fillers, issueKeys } from '../subjects/population.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { fillPeople } from './people-in-sqlite.js';

/** The databases of keys and people, and the tokens that a client sends. */
export interface Population {
  readonly file: string;
  readonly peopleFile: string;
  /** Valid tokens, with hashes of the default cost. */
  readonly tokens: readonly string[];
  /** A malformed token, an unknown one and a revoked one. */
  readonly refused: readonly string[];
}

/** How many records there are, used or not. */
const rowCount = 10_000;

/** Issues keys, and stores them among others. */
export async function populate(keyCount: number): Promise<Population> {
  const [unknown, revoked, ...valid] = await issueKeys(keyCount + 2, defaultCostHasher());
  if (unknown === undefined || revoked === undefined) throw new Error('no key was issued');
  const file = temporaryFile('keys.sqlite');
  const stored = [revoked, ...valid].map((known) => known.stored);
  const storage = await fillSqlite(file, [...stored, ...fillers(rowCount - stored.length, revoked.stored)]);
  const { repository } = storage;
  const keys = createApiKeys({
    repository,
    hasher: argon2Hasher(),
    owners: directoryInMemory(),
    policy: { decide: () => ({ ok: true }) },
  });
  await keys.revoke(revoked.stored.key.id, { actor: { kind: 'system', id: 'benchmark' } });
  await keys.close();
  await storage.close();

  const peopleFile = temporaryFile('people.sqlite');
  fillPeople(peopleFile, [...new Set(valid.map((known) => known.stored.key.owner.id))]);
  const tokens = valid.map(({ token }) => token);
  return { file, peopleFile, tokens, refused: [unknown.token.slice(0, -1), unknown.token, revoked.token] };
}
