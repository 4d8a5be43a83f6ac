import type { ListedWork } from '../../intake/work-items.js';

/** The intake webhooks of a person's teams, and the work that they received. What is in backticks is code. */
export interface IntakeTexts {
  readonly title: string;
  readonly intro: string;
  readonly noneTitle: string;
  readonly noneText: string;
  readonly ofTeam: (team: string) => string;
  readonly address: string;
  readonly send: string;
  /** Which key to send. `permission` is what it needs. */
  readonly whichKey: (team: string, permission: string) => string;
  readonly createTeamKey: string;
  readonly createOwnKey: string;
  /** How a sender can repeat a request. */
  readonly retries: string;
  readonly latest: string;
  readonly noWorkTitle: string;
  readonly noWorkText: string;
  readonly state: string;
  readonly item: string;
  readonly received: string;
  readonly payload: string;
  readonly states: Readonly<Record<ListedWork['status'], string>>;
  /** Nothing of the payload was kept. */
  readonly noPayload: string;
  readonly payloadHint: string;
  /** Why work failed: its payload has nothing to work on. */
  readonly noText: string;
}

export const enIntake: IntakeTexts = {
  title: 'Intake webhooks',
  intro:
    'An intake receives work over HTTP and does it in the background. Use it from a pipeline, a form or another service.',
  noneTitle: 'No intakes yet',
  noneText: 'Intakes belong to teams, and yours have none.',
  ofTeam: (team) => `Team ${team}`,
  address: 'Address',
  send: 'Send work',
  whichKey: (team, permission) =>
    `Set \`INTAKE_KEY\` to a key of the team ${team} or one of your own. It needs the permission \`${permission}\`.`,
  createTeamKey: 'Create a team key',
  createOwnKey: 'Create a key of your own',
  retries:
    'To retry safely, send a different `Idempotency-Key` header with each piece of work: requests with the same one are processed only once.',
  latest: 'Latest work',
  noWorkTitle: 'No work yet',
  noWorkText: 'Send some with one of the commands above, and it appears here.',
  state: 'State',
  item: 'Item',
  received: 'Received',
  payload: 'Payload',
  states: { pending: 'Waiting', completed: 'Done', failed: 'Failed' },
  noPayload: 'Not kept',
  payloadHint: 'Payloads are shortened, and passwords and keys are removed.',
  noText: 'The payload has no field `text`, so there was nothing to do.',
};

export const deIntake: IntakeTexts = {
  title: 'Intake-Webhooks',
  intro:
    'Ein Intake nimmt Aufträge über HTTP an und erledigt sie im Hintergrund. Senden Sie sie aus einer Pipeline, einem Formular oder einem anderen Dienst.',
  noneTitle: 'Noch keine Intakes',
  noneText: 'Intakes gehören zu Teams, und Ihre haben keine.',
  ofTeam: (team) => `Team ${team}`,
  address: 'Adresse',
  send: 'Auftrag senden',
  whichKey: (team, permission) =>
    `Legen Sie einen Schlüssel des Teams ${team} oder einen eigenen in \`INTAKE_KEY\` ab. Er braucht das Recht \`${permission}\`.`,
  createTeamKey: 'Teamschlüssel erstellen',
  createOwnKey: 'Eigenen Schlüssel erstellen',
  retries:
    'Damit Sie Anfragen gefahrlos wiederholen können, geben Sie jedem Auftrag einen eigenen `Idempotency-Key` mit: Anfragen mit demselben Wert ergeben nur einen Auftrag.',
  latest: 'Letzte Aufträge',
  noWorkTitle: 'Noch keine Aufträge',
  noWorkText: 'Senden Sie einen mit den Befehlen oben, dann erscheint er hier.',
  state: 'Status',
  item: 'Auftrag',
  received: 'Eingegangen',
  payload: 'Inhalt',
  states: { pending: 'Wartet', completed: 'Erledigt', failed: 'Fehlgeschlagen' },
  noPayload: 'Nicht gespeichert',
  payloadHint: 'Gespeichert wird nur der Anfang des Inhalts, ohne Passwörter und Schlüssel.',
  noText: 'Der Inhalt hat kein Feld `text`, deshalb gab es nichts zu tun.',
};
