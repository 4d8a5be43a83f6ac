import type { Database } from '../database/database.js';
import type { Tables } from '../database/schema.js';
import { type Addition, addWork, type NewWork, type PendingWork } from './add-work.js';
import { payloadExcerpt } from './payload-excerpt.js';

export interface Intake {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
}

/** How a work item ended. */
export type Outcome =
  | { readonly status: 'completed'; readonly result: string }
  | { readonly status: 'failed'; readonly error: string };

/** A piece of work that an intake received, as callers see it. */
type WorkItem = { readonly id: string } & ({ readonly status: 'pending' } | Outcome);

/** A work item in a list. */
export interface ListedWork {
  readonly id: string;
  readonly status: WorkItem['status'];
  /** Why it failed. `null` if it did not. */
  readonly error: string | null;
  /** The beginning of what was received, without secrets. `null`: nothing of it was kept. */
  readonly excerpt: string | null;
  /** An ISO 8601 instant. */
  readonly createdAt: string;
}

export interface WorkItems {
  intake(id: string): Promise<Intake | undefined>;
  /** The intakes of some teams, in order of their IDs. */
  listIntakes(teamIds: readonly string[]): Promise<readonly Intake[]>;
  /** The latest work, newest first. */
  latest(intakeId: string, limit: number): Promise<readonly ListedWork[]>;
  /** Adds work, unless the same request already did, and deletes old results, but never waiting items. */
  add(work: NewWork): Promise<Addition>;
  get(intakeId: string, id: string): Promise<WorkItem | undefined>;
  pending(): Promise<readonly PendingWork[]>;
  /** Stores how an item ended, and only an excerpt of its payload. Does nothing if the item has already ended. */
  finish(item: PendingWork, outcome: Outcome): Promise<void>;
}

export function workItemsIn(database: Database): WorkItems {
  const { read, write } = database;
  return {
    async intake(id) {
      const row = await read
        .selectFrom('workspace_intakes')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && parseIntake(row);
    },

    async listIntakes(teamIds) {
      if (teamIds.length === 0) return [];
      const intakes = read.selectFrom('workspace_intakes').selectAll().where('team_id', 'in', teamIds);
      return (await intakes.orderBy('id').execute()).map(parseIntake);
    },

    async latest(intakeId, limit) {
      const rows = await read
        .selectFrom('workspace_work_items')
        .select(['id', 'status', 'payload', 'error', 'created_at as createdAt'])
        .where('intake_id', '=', intakeId)
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(parseListedWork);
    },

    add: (work) => addWork(database, work),

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

    async finish({ id, payload }, outcome) {
      await write
        .updateTable('workspace_work_items')
        .set({ ...outcome, payload: payloadExcerpt(payload) })
        .where('id', '=', id)
        .where('status', '=', 'pending')
        .execute();
    },
  };
}

function parseIntake({ id, name, team_id }: Tables['workspace_intakes']): Intake {
  return { id, name, teamId: team_id };
}

function parseListedWork({ payload, ...row }: Omit<ListedWork, 'status' | 'excerpt'> & Stored): ListedWork {
  const status = parseStatus(row.status);
  // What was received is still there unchanged.
  const excerpt = status === 'pending' ? payloadExcerpt(payload) : payload;
  return { ...row, status, excerpt: excerpt === '' ? null : excerpt };
}

interface Stored {
  readonly status: string;
  readonly payload: string;
}

function parseStatus(text: string): WorkItem['status'] {
  return text === 'completed' || text === 'failed' ? text : 'pending';
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
