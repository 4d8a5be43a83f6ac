import { type PolicyRefusal, policyMessages, teamKeysNotInPlan } from '../../keys/policy-messages.js';
import { type Plan, plans } from '../../people/organisation.js';

/** Why something may not be done with keys. */
export interface RefusalTexts {
  /** What the policy refuses, by reason. */
  readonly policy: Readonly<Record<PolicyRefusal, string>>;
  /** The organisation's plan has no team keys. */
  readonly noTeamKeys: (plan: string) => string;
  /** The account has keys, but no new ones can be created. */
  readonly accountDeactivated: string;
  /** A refusal that has no sentence of its own. */
  readonly otherwise: string;
}

export const enRefusals: RefusalTexts = {
  policy: {
    notInTeam: 'You aren’t in this team.',
    notTeamManager: 'Only Owners and Admins of the team can manage its keys. Ask one of them.',
    notAccountManager: 'Only admins of the organisation can manage service accounts. Ask one of them.',
    notAdmin: 'Only admins of the organisation can do this with everyone’s keys. Ask one of them.',
    notPerson: 'Only a person who is signed in can manage keys.',
    notOwn: 'You can only manage your own keys.',
    disabledByOther: 'Someone else disabled this key, so you can’t enable it. Create a new one instead.',
    alreadyDisabled: 'Someone else has already disabled this key.',
  },
  noTeamKeys: (plan) =>
    `Team keys come with the Business and Enterprise plans. Your organisation is on the ${plan} plan.`,
  accountDeactivated: 'This service account is deactivated. Activate it to create keys.',
  otherwise: 'You aren’t allowed to do this.',
};

export const deRefusals: RefusalTexts = {
  policy: {
    notInTeam: 'Sie gehören nicht zu diesem Team.',
    notTeamManager:
      'Nur Owner und Admins des Teams können seine Schlüssel verwalten. Wenden Sie sich an jemanden mit einer dieser Rollen.',
    notAccountManager:
      'Nur Admins der Organisation können Dienstkonten verwalten. Wenden Sie sich an einen Admin.',
    notAdmin:
      'Das dürfen nur Admins der Organisation, denn es betrifft die Schlüssel der ganzen Organisation. Wenden Sie sich an einen Admin.',
    notPerson: 'Nur wer angemeldet ist, kann Schlüssel verwalten.',
    notOwn: 'Sie können nur Ihre eigenen Schlüssel verwalten.',
    disabledByOther:
      'Diesen Schlüssel hat jemand anderes gesperrt, deshalb können Sie ihn nicht entsperren. Erstellen Sie einen neuen.',
    alreadyDisabled: 'Diesen Schlüssel hat bereits jemand anderes gesperrt.',
  },
  noTeamKeys: (plan) =>
    `Teamschlüssel gibt es in den Tarifen Business und Enterprise. Ihre Organisation nutzt den Tarif ${plan}.`,
  accountDeactivated: 'Dieses Dienstkonto ist deaktiviert. Aktivieren Sie es, um Schlüssel zu erstellen.',
  otherwise: 'Dazu sind Sie nicht berechtigt.',
};

/** Returns what a person reads when the policy refuses something with this message. */
export function refusalText(texts: RefusalTexts, message: string): string {
  for (const [reason, sentence] of Object.entries(texts.policy))
    if (policyMessages[reason as PolicyRefusal] === message) return sentence;
  const plan = plans.find((each) => teamKeysNotInPlan(each) === message);
  return plan === undefined ? texts.otherwise : texts.noTeamKeys(planName(plan));
}

/** The name of a plan, in every language. */
export function planName(plan: Plan): string {
  return `${plan.charAt(0).toUpperCase()}${plan.slice(1)}`;
}
