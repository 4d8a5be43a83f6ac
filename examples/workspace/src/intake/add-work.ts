import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/schema.js';
import type { RequestKey } from './request-key.js';

export interface NewWork {
  readonly intakeId: string;
  /** JSON, as text. */
  readonly payload: string;
  /** `undefined`: a retry of this request can't be recognised. */
  readonly request: RequestKey | undefined;
}

/** Work that is still to be done. */
export interface PendingWork {
  readonly id: string;
  /** The JSON that was received, as text. */
  readonly payload: string;
}

/** What happened to new work. */
export type Addition =
  | { readonly outcome: 'added'; readonly item: PendingWork }
  /** The same request has already added it. */
  | { readonly outcome: 'known'; readonly id: string }
  /** This request key was used before, with another payload. */
  | { readonly outcome: 'key reused' }
  /** `maxPending` items are already waiting. */
  | { readonly outcome: 'full' };

/** How many items may wait in one intake. */
export const maxPending = 100;
/** How many results of one intake are kept, and for how long, in milliseconds. */
const maxResults = 1_000;
const resultsKeptMs = 30 * 24 * 60 * 60 * 1_000;

/** Adds work in one transaction: simultaneous attempts of one request, in any processes, add one item. */
export async function addWork(
  database: Database,
  { intakeId, payload, request }: NewWork,
): Promise<Addition> {
  // F13 results
  await deleteOldResults(database, intakeId);
  return database.grow.transaction().execute(async (transaction) => {
    await lockIntake(transaction, intakeId);
    const earlier = request && (await findRequest(transaction, intakeId, request));
    if (earlier !== undefined) {
      const isSame = earlier.fingerprint === request?.fingerprint;
      return isSame ? { outcome: 'known', id: earlier.work_id } : { outcome: 'key reused' };
    }
    if ((await countPending(transaction, intakeId)) >= /* F13 work */ maxPending) return { outcome: 'full' };
    const item = { id: `work_${randomBytes(16).toString('base64url')}`, payload };
    await insert(transaction, { intakeId, request, item });
    return { outcome: 'added', item };
  });
}

/** Changes nothing, but makes another transaction that does the same wait for this one, on both engines. */
async function lockIntake(transaction: Transaction<Tables>, intakeId: string): Promise<void> {
  await transaction
    .updateTable('workspace_intakes')
    .set(({ ref }) => ({ name: ref('name') }))
    .where('id', '=', intakeId)
    .execute();
}

function findRequest(transaction: Transaction<Tables>, intakeId: string, { sender, key }: RequestKey) {
  return transaction
    .selectFrom('workspace_work_requests')
    .select(['work_id', 'fingerprint'])
    .where('intake_id', '=', intakeId)
    .where('sender', '=', sender)
    .where('request_key', '=', key)
    .executeTakeFirst();
}

async function countPending(transaction: Transaction<Tables>, intakeId: string): Promise<number> {
  const { pending } = await transaction
    .selectFrom('workspace_work_items')
    .select(({ fn }) => fn.countAll().as('pending'))
    .where('intake_id', '=', intakeId)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow();
  return Number(pending);
}

interface Insertion extends Pick<NewWork, 'intakeId' | 'request'> {
  readonly item: PendingWork;
}

async function insert(
  transaction: Transaction<Tables>,
  { intakeId, request, item }: Insertion,
): Promise<void> {
  await transaction
    .insertInto('workspace_work_items')
    .values({
      ...item,
      intake_id: intakeId,
      status: 'pending',
      result: null,
      error: null,
      created_at: new Date().toISOString(),
    })
    .execute();
  if (request === undefined) return;
  const { sender, key, fingerprint } = request;
  await transaction
    .insertInto('workspace_work_requests')
    .values({ intake_id: intakeId, sender, request_key: key, fingerprint, work_id: item.id })
    .execute();
}

async function deleteOldResults({ write }: Database, intakeId: string): Promise<void> {
  const beyond = await write
    .selectFrom('workspace_work_items')
    .where('intake_id', '=', intakeId)
    .where('status', '!=', 'pending')
    .select('created_at')
    .orderBy('created_at', 'desc')
    .offset(maxResults - 1)
    .limit(1)
    .executeTakeFirst();
  const oldest = new Date(Date.now() - resultsKeptMs).toISOString();
  await write
    .deleteFrom('workspace_work_items')
    .where('intake_id', '=', intakeId)
    .where('status', '!=', 'pending')
    .where('created_at', '<', beyond !== undefined && beyond.created_at > oldest ? beyond.created_at : oldest)
    .execute();
}
