import type { Database } from '../database/database.js';
import { type Plan, parsePlan } from './plan.js';

interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
}

/** The one organisation whose workspace this is. */
export interface OrganisationStore {
  get(): Promise<Organisation>;
  setPlan(plan: Plan): Promise<Organisation>;
}

export function organisationIn({ read, write }: Database): OrganisationStore {
  return {
    get: async () =>
      parseOrganisation(
        await read.selectFrom('workspace_organisation').selectAll().executeTakeFirstOrThrow(),
      ),
    async setPlan(plan) {
      const updated = write.updateTable('workspace_organisation').set({ plan }).returningAll();
      return parseOrganisation(await updated.executeTakeFirstOrThrow());
    },
  };
}

function parseOrganisation(row: { id: string; name: string; plan: string }): Organisation {
  return { id: row.id, name: row.name, plan: parsePlan(row.plan) };
}
