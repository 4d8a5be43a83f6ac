/** Why the policy refuses, for programs. Pages have a sentence for each, by its name, in the person's language. */
export const policyMessages = {
  notInTeam: 'you are not in this team',
  notTeamManager: 'only Owners and Admins of the team can manage its keys',
  notAccountManager: 'only admins of the organisation can manage service accounts',
  notAdmin: 'only admins of the organisation can do this to the keys of all owners',
  notPerson: 'only a signed-in person can manage keys',
  // Those of `selfService`.
  notOwn: 'you can only manage your own keys',
  disabledByOther: 'another actor disabled this key; you can only enable keys that you disabled yourself',
  alreadyDisabled: 'another actor disabled this key; you cannot take that over',
} as const;
export type PolicyRefusal = keyof typeof policyMessages;

/** The message if the plan has no team keys. */
export function teamKeysNotInPlan(plan: string): string {
  return `team keys come with the plans business and enterprise; this organisation has the plan ${plan}`;
}
