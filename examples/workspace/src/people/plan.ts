/** The plans that there are. */
export const plans = ['free', 'team', 'business', 'enterprise'] as const;
export type Plan = (typeof plans)[number];

const plansWithTeamKeys: ReadonlySet<Plan> = new Set(['business', 'enterprise']);

export function isPlan(value: unknown): value is Plan {
  return plans.some((plan) => plan === value);
}

/** Reads a stored plan. One that nobody knows has no features. */
export function parsePlan(text: string): Plan {
  return isPlan(text) ? text : 'free';
}

export function hasTeamKeys(plan: Plan): boolean {
  return plansWithTeamKeys.has(plan);
}
