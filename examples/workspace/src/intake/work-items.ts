import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';

export interface Intake {
  readonly id: string;
  readonly teamId: string;
}

/** How a work item ended. */
export type Outcome =
  | { readonly status: 'completed'; readonly result: string }
  | { readonly status: 'failed'; readonly error: string };

/** A piece of work that came in through an intake, as callers see it. */
type WorkItem = { readonly id: string } & ({ readonly status: 'pending' } | Outcome);

/** A work item in a list. */
export interface ListedWork {
  readonly id: string;
  readonly status: string;
  /** Why it failed. `null`: it did not. */
  readonly error: string | null;
  /** An ISO 8601 instant. */
  readonly createdAt: string;
}

/** What is still to be done. */
export interface PendingWork {
  readonly id: string;
  /** The JSON object that came in, as text. */
  readonly payload: string;
}

/** How many items may wait in one intake. */
export const maxPending = 100;
/** How many results of one intake are kept, and for how many milliseconds. */
const maxResults = 1_000;
const resultsKeptMs = 30 * 24 * 60 * 60 * 1_000;

export interface WorkItems {
  intake(id: string): Promise<Intake | undefined>;
  /** The intakes of some teams, by their IDs. */
  intakesOf(teamIds: readonly string[]): Promise<readonly Intake[]>;
  /** The work that came in last, newest first. */
  latest(intakeId: string, limit: number): Promise<readonly ListedWork[]>;
  /** Adds work, and deletes old results, but never what waits. `undefined`: this intake has `maxPending` items waiting. */
  add(intakeId: string, payload: string): Promise<PendingWork | undefined>;
  get(intakeId: string, id: string): Promise<WorkItem | undefined>;
  pending(): Promise<readonly PendingWork[]>;
  /** Writes how an item ended, and deletes its payload. An item that has ended stays as it is. */
  finish(id: string, outcome: Outcome): Promise<void>;
}

export function workItemsIn({ read, write, grow }: Database): WorkItems {
  async function forgetOldResults(intakeId: string): Promise<void> {
    const results = () =>
      write
        .selectFrom('workspace_work_items')
        .where('intake_id', '=', intakeId)
        .where('status', '!=', 'pending');
    const beyond = await results()
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
      .where(
        'created_at',
        '<',
        beyond !== undefined && beyond.created_at > oldest ? beyond.created_at : oldest,
      )
      .execute();
  }

  return {
    async intake(id) {
      const row = await read
        .selectFrom('workspace_intakes')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && { id: row.id, teamId: row.team_id };
    },

    async intakesOf(teamIds) {
      if (teamIds.length === 0) return [];
      const intakes = read.selectFrom('workspace_intakes').selectAll().where('team_id', 'in', teamIds);
      return (await intakes.orderBy('id').execute()).map((row) => ({ id: row.id, teamId: row.team_id }));
    },

    latest: (intakeId, limit) =>
      read
        .selectFrom('workspace_work_items')
        .select(['id', 'status', 'error', 'created_at as createdAt'])
        .where('intake_id', '=', intakeId)
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute(),

    async add(intakeId, payload) {
      const id = `work_${randomBytes(16).toString('base64url')}`;
      await forgetOldResults(intakeId);
      return grow.transaction().execute(async (transaction) => {
        const { pending } = await transaction
          .selectFrom('workspace_work_items')
          .select(({ fn }) => fn.countAll().as('pending'))
          .where('intake_id', '=', intakeId)
          .where('status', '=', 'pending')
          .executeTakeFirstOrThrow();
        if (Number(pending) >= maxPending) return undefined;
        await transaction
          .insertInto('workspace_work_items')
          .values({
            id,
            intake_id: intakeId,
            status: 'pending',
            payload,
            result: null,
            error: null,
            created_at: new Date().toISOString(),
          })
          .execute();
        return { id, payload };
      });
    },

    async get(intakeId, id) {
      const row = await read
        .selectFrom('workspace_work_items')
        .select(['id', 'status', 'result', 'error'])
        .where('id', '=', id)
        .where('intake_id', '=', intakeId)
        .executeTakeFirst();
      return row && parseWorkItem(row);
    },

    pending: () =>
      write
        .selectFrom('workspace_work_items')
        .select(['id', 'payload'])
        .where('status', '=', 'pending')
        .orderBy('created_at')
        .execute(),

    async finish(id, outcome) {
      await write
        .updateTable('workspace_work_items')
        .set({ ...outcome, payload: '' })
        .where('id', '=', id)
        .where('status', '=', 'pending')
        .execute();
    },
  };
}

function parseWorkItem(row: {
  id: string;
  status: string;
  result: string | null;
  error: string | null;
}): WorkItem {
  if (row.status === 'completed') return { id: row.id, status: 'completed', result: row.result ?? '' };
  if (row.status === 'failed') return { id: row.id, status: 'failed', error: row.error ?? '' };
  return { id: row.id, status: 'pending' };
}
