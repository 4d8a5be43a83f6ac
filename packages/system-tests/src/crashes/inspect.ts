import { createApiKeys, eachOwner, keyState, keyStates } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { insecureHasher } from '@postern/core/testing';
import type { KeyStorage } from '@postern/kysely/postgres';
import type { SharedDatabase } from '../../test-support/database.js';
import { contradictions, type Holdings } from './contradictions.js';
import { readHoldings } from './holdings.js';
import type { Journal, OwnerJournal } from './journal.js';
import { type Left, whatIsLeft } from './outcomes.js';
import { readSchema } from './schema.js';
import { type Status, statusOf } from './status.js';

/** What was found after a kill. */
export interface Findings {
  /** What must not be: empty, or the test fails. */
  readonly wrong: readonly string[];
  /** What is known of the owners now, for the next process. */
  readonly owners: ReadonlyMap<string, OwnerJournal>;
  readonly left: readonly Left[];
  readonly tokens: number;
}

/**
 * Looks at what a killed process left behind, and compares it with what the process said.
 *
 * @param given.schema What a whole schema is.
 */
export async function inspect(given: {
  readonly database: SharedDatabase;
  readonly journal: Journal;
  readonly schema: readonly string[];
}): Promise<Findings> {
  const { database, journal, schema } = given;
  const wrong = [...journal.contradictions, ...halfSchema(await readSchema(database), given)];
  const storage = database.open();
  try {
    await storage.migrate();
    wrong.push(...halfSchema(await readSchema(database), { schema, journal: { migrated: true } }));
    const holdings = await readHoldings(database, storage.repository, [...journal.owners.keys()]);
    wrong.push(...contradictions(holdings), ...survivors(holdings, journal));
    const { owners, left } = compare(holdings, journal, wrong);
    const tokens = await judgeTokens(storage, holdings, owners, wrong);
    return { wrong, owners, left, tokens };
  } finally {
    await storage.close();
  }
}

/** A schema is whole, or it is not there. */
function halfSchema(
  found: readonly string[],
  { schema, journal }: { readonly schema: readonly string[]; readonly journal: Pick<Journal, 'migrated'> },
): readonly string[] {
  const isWhole = JSON.stringify(found) === JSON.stringify(schema);
  const isAbsent = found.length === 0 && !journal.migrated;
  return isWhole || isAbsent ? [] : [`half a schema: ${found.join('; ')}`];
}

function survivors({ records }: Holdings, { purged }: Journal): readonly string[] {
  return records
    .filter(({ key }) => key.revokedAt !== null && key.revokedAt.getTime() < (purged.get(key.id) ?? 0))
    .map(({ key }) => `${key.id} is there, and was purged`);
}

/** Compares each owner's keys with what the process said of them. */
function compare(
  { records }: Holdings,
  journal: Journal,
  wrong: string[],
): Pick<Findings, 'owners' | 'left'> {
  const owners = new Map<string, OwnerJournal>();
  const left: Left[] = [];
  for (const [id, owner] of journal.owners) {
    const own = records.filter(({ key }) => key.owner.id === id);
    const actual = new Map<string, Status>(own.map(({ key }) => [key.id, statusOf(key)]));
    const said = whatIsLeft(owner, actual, ({ revoked }) => revoked && journal.purgeBegun);
    if (said === undefined)
      wrong.push(
        `${id} does not have what it was told of`,
        `${JSON.stringify([...actual])}, not ${tell(owner)}`,
      );
    else left.push(said);
    owners.set(id, { statuses: actual, tokens: owner.tokens, pending: undefined });
  }
  return { owners, left };
}

function tell({ pending, statuses }: OwnerJournal): string {
  return `${JSON.stringify([...statuses])} and ${JSON.stringify(pending)}`;
}

/** Every token that was returned works, unless its record says why it does not. Gives how many there were. */
async function judgeTokens(
  { repository }: KeyStorage,
  { records }: Holdings,
  owners: ReadonlyMap<string, OwnerJournal>,
  wrong: string[],
): Promise<number> {
  const keys = createApiKeys({
    repository,
    // It only looks.
    hasher: { ...insecureHasher(), needsRehash: () => false },
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    // All tokens are judged at once.
    limits: { hashQueueLength: 100_000, lookupDeadlineMs: 20_000, hashDeadlineMs: 20_000 },
  });
  const stored = new Map<string, StoredKey>(records.map((record) => [record.key.id, record]));
  const tokens = [...owners.values()].flatMap((owner) => [...owner.tokens]);
  const judged = tokens.map(async ([keyId, token]) => {
    const expected = reasonOf(stored.get(keyId));
    const found = await keys.verify(token).then((result) => (result.ok ? 'accepted' : result.reason), String);
    if (found !== expected) wrong.push(`the token of ${keyId} is ${found}, and should be ${expected}`);
  });
  await Promise.all(judged);
  return tokens.length;
}

function reasonOf(stored: StoredKey | undefined): string {
  if (stored === undefined) return 'unknown';
  const state = keyState(stored.key, new Date());
  return keyStates[state].accepted ? 'accepted' : state;
}
