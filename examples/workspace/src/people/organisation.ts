import type { Database } from '../database/database.js';

/** All plans. */
export const plans = ['free', 'team', 'business', 'enterprise'] as const;
export type Plan = (typeof plans)[number];

const plansWithTeamKeys: ReadonlySet<Plan> = new Set(['business', 'enterprise']);

export function isPlan(value: unknown): value is Plan {
  return plans.some((plan) => plan === value);
}

/** Reads a stored plan. An unknown one counts as `free`. */
export function parsePlan(text: string): Plan {
  return isPlan(text) ? text : 'free';
}

export function hasTeamKeys(plan: Plan): boolean {
  return plansWithTeamKeys.has(plan);
}

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
