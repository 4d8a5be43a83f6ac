import type { ApiKey } from '@postern/core';
import { createApiKeys, eachOwner, keyState, keyStates } from '@postern/core';
import { countsTowardCap, type StoredKey } from '@postern/core/ports';
import { insecureHasher } from '@postern/core/testing';
import type { KeyStorage } from '@postern/kysely/postgres';
import type { SharedDatabase } from '../../test-support/database.js';
import { readContents } from './contents.js';
import { contradictions, type DatabaseContents } from './contradictions.js';
import type { Journal, OwnerJournal } from './journal.js';
import { outcomeOfPendingStep, type StepOutcome } from './outcomes.js';
import { readSchema } from './schema.js';
import { type Status, statusOf } from './status.js';

/** What was found after a kill. */
export interface Findings {
  /** Everything that is wrong. If it is not empty, the test fails. */
  readonly wrong: readonly string[];
  /** What is now known about the owners, for the next process. */
  readonly owners: ReadonlyMap<string, OwnerJournal>;
  readonly outcomes: readonly StepOutcome[];
  readonly tokens: number;
}

/**
 * Inspects what a killed process left behind, and compares it with what the process reported.
 *
 * @param given.schema The complete schema.
 * @param given.capped Who may have how many keys. Default: everyone any number.
 * @param given.previousSchema The complete schema of the release before this one, if a process of it may have migrated.
 */
export async function inspect(given: {
  readonly database: SharedDatabase;
  readonly journal: Journal;
  readonly schema: readonly string[];
  readonly previousSchema?: readonly string[] | undefined;
  readonly capped?: CappedOwners | undefined;
}): Promise<Findings> {
  const { database, journal, schema, previousSchema = schema, capped } = given;
  const schemas = [...(journal.migrated ? [] : [[]]), schema, previousSchema];
  const wrong = [...journal.contradictions, ...halfSchema(await readSchema(database), schemas)];
  const storage = database.open();
  try {
    await storage.migrate();
    wrong.push(...halfSchema(await readSchema(database), [schema]));
    const contents = await readContents(database, storage.repository, [...journal.owners.keys()]);
    wrong.push(...contradictions(contents), ...unpurgedKeys(contents, journal));
    if (capped !== undefined) wrong.push(...ownersBeyondCap(contents, capped));
    const { owners, outcomes } = compare(contents, journal, wrong);
    const tokens = await verifyTokens(storage, contents, owners, wrong);
    return { wrong, owners, outcomes, tokens };
  } finally {
    await storage.close();
  }
}

/** The owners who may only have so many keys. */
export interface CappedOwners {
  readonly owners: readonly string[];
  readonly max: number;
}

function ownersBeyondCap({ records }: DatabaseContents, { owners, max }: CappedOwners): readonly string[] {
  const now = new Date();
  const successorOf = ({ successorId }: ApiKey) => records.find(({ key }) => key.id === successorId)?.key;
  const countOf = (owner: string) =>
    records.filter(
      ({ key }) => key.owner.id === owner && countsTowardCap(key, { now, successor: successorOf(key) }),
    ).length;
  return owners.filter((owner) => countOf(owner) > max).map((owner) => `${owner} has ${countOf(owner)} keys`);
}

/** A schema must be complete, or absent if no one has migrated. */
function halfSchema(found: readonly string[], possible: readonly (readonly string[])[]): readonly string[] {
  const isWhole = possible.some((schema) => JSON.stringify(found) === JSON.stringify(schema));
  return isWhole ? [] : [`half a schema: ${found.join('; ')}`];
}

function unpurgedKeys({ records }: DatabaseContents, { purged }: Journal): readonly string[] {
  return records
    .filter(({ key }) => key.revokedAt !== null && key.revokedAt.getTime() < (purged.get(key.id) ?? 0))
    .map(({ key }) => `${key.id} was purged, but still exists`);
}

/** Compares each owner's keys with what the process reported about them. */
function compare(
  { records }: DatabaseContents,
  journal: Journal,
  wrong: string[],
): Pick<Findings, 'owners' | 'outcomes'> {
  const owners = new Map<string, OwnerJournal>();
  const outcomes: StepOutcome[] = [];
  for (const [id, owner] of journal.owners) {
    const own = records.filter(({ key }) => key.owner.id === id);
    const actual = new Map<string, Status>(own.map(({ key }) => [key.id, statusOf(key)]));
    const outcome = outcomeOfPendingStep(owner, actual, ({ revoked }) => revoked && journal.purgeStarted);
    if (outcome === undefined)
      wrong.push(
        `${id} does not have the keys that it should have`,
        `${JSON.stringify([...actual])}, not ${describeOwner(owner)}`,
      );
    else outcomes.push(outcome);
    const successors = new Map(
      own.flatMap(({ key }) => (key.successorId ? [[key.id, key.successorId]] : [])),
    );
    owners.set(id, { statuses: actual, successors, tokens: owner.tokens, pending: undefined });
  }
  return { owners, outcomes };
}

function describeOwner({ pending, statuses }: OwnerJournal): string {
  return `${JSON.stringify([...statuses])} and ${JSON.stringify(pending)}`;
}

/** Checks that every returned token works unless its record says why not. Returns the number of tokens. */
async function verifyTokens(
  { repository }: KeyStorage,
  { records }: DatabaseContents,
  owners: ReadonlyMap<string, OwnerJournal>,
  wrong: string[],
): Promise<number> {
  const keys = createApiKeys({
    repository,
    // It must not write.
    hasher: { ...insecureHasher(), needsRehash: () => false },
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    // All tokens are verified at the same time.
    limits: { hashQueueLength: 100_000, lookupDeadlineMs: 20_000, hashDeadlineMs: 20_000 },
  });
  const stored = new Map<string, StoredKey>(records.map((record) => [record.key.id, record]));
  const tokens = [...owners.values()].flatMap((owner) => [...owner.tokens]);
  const verified = tokens.map(async ([keyId, token]) => {
    const expected = reasonOf(stored.get(keyId));
    const found = await keys.verify(token).then((result) => (result.ok ? 'accepted' : result.reason), String);
    if (found !== expected) wrong.push(`the token of ${keyId} is ${found}, but should be ${expected}`);
  });
  await Promise.all(verified);
  return tokens.length;
}

function reasonOf(stored: StoredKey | undefined): string {
  if (stored === undefined) return 'unknown';
  const state = keyState(stored.key, new Date());
  return keyStates[state].accepted ? 'accepted' : state;
}
