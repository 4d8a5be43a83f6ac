/** The texts of the form for a new key, and of the page that shows its token. */
export interface IssuingTexts {
  /** The title of the form for a new key, and of links to it that explain nothing. */
  readonly newKey: string;
  /** The title of a page whose form was refused. Browsers and screen readers show it first. */
  readonly errorTitle: (title: string) => string;
  /** Above what was wrong with the form. */
  readonly notCreated: string;
  readonly nameHint: string;
  readonly oneYear: string;
  readonly neverExpires: string;
  /** A day of one's choice instead of a length of life, and the field for it. */
  readonly customDay: string;
  readonly lastDay: string;
  /** `life` is how long a key may live, such as `90 days`. */
  readonly atMost: (life: string) => string;
  /** Shown without the script, which knows the person's time zone. */
  readonly daysAreUtc: string;
  readonly daysAreLocal: string;
  /** Next to the length of life that keys have if no one chooses. */
  readonly isDefault: string;
  /** Next to the length of life of the key that is replaced, or instead of one that is no whole number of days. */
  readonly asBefore: string;
  /** The heading above the choice between everything and some scopes. */
  readonly access: string;
  readonly accessAll: string;
  readonly accessAllHint: string;
  /** For the key of another owner: such a key never gains permissions. */
  readonly accessAllOf: (owner: string) => string;
  readonly accessAllOfHint: string;
  readonly accessOnly: string;
  readonly scopesMissing: string;
  readonly scopesContradict: string;
  readonly create: string;
  readonly issued: (name: string) => string;
  /** The key of this name was replaced by one that is shown now. */
  readonly replaced: (name: string) => string;
  /** Whose permissions the key has. */
  readonly actsAsYou: string;
  readonly actsAs: (owner: string) => string;
  readonly expiresNever: string;
  /** What happened to the key that was replaced. `key` is its display form. */
  readonly hasEnded: (key: string) => string;
  readonly endsAt: (key: string, at: string) => string;
  readonly openOldKey: string;
  /** That the token is shown only this once. */
  readonly copyItNow: string;
  readonly token: string;
  /** With the script: there was no response to the form. */
  readonly issuingUnanswered: string;
  /** Above commands and code that use the token. */
  readonly useIt: string;
  readonly copySnippet: (title: string) => string;
  /** The way out of the page with the token. */
  readonly savedIt: string;
  /** What the script asks before the token is closed uncopied, and the two answers. */
  readonly closeUncopied: string;
  readonly keepOpen: string;
  readonly closeAnyway: string;
}

export const enIssuing: IssuingTexts = {
  newKey: 'New key',
  errorTitle: (title) => `Error: ${title}`,
  notCreated: 'No key was created.',
  nameHint: 'Name it after what will use it: 1 to 100 characters.',
  oneYear: '1 year',
  neverExpires: 'Never',
  customDay: 'Custom day',
  lastDay: 'Last day on which the key works',
  atMost: (life) => `A key works for ${life} at most.`,
  daysAreUtc: 'Days are in UTC.',
  daysAreLocal: 'Days are in your time zone.',
  isDefault: 'Default',
  asBefore: 'As before',
  access: 'What it may do',
  accessAll: 'Everything you can do',
  accessAllHint: 'With the permissions you have at that moment: if they change, so does what the key can do.',
  accessAllOf: (owner) => `Everything ${owner} can do today`,
  accessAllOfHint: 'Permissions that the owner gains later are not included.',
  accessOnly: 'Only these',
  scopesMissing: 'Choose at least one scope, or everything.',
  scopesContradict: 'You chose everything, and scopes too. For these scopes alone, choose “Only these”.',
  create: 'Create key',
  issued: (name) => `“${name}” is ready`,
  replaced: (name) => `“${name}” has a new key`,
  actsAsYou: 'Acts as you',
  actsAs: (owner) => `Acts as ${owner}`,
  expiresNever: 'Never expires',
  hasEnded: (key) => `The old key ${key} has stopped working.`,
  endsAt: (key, at) => `The old key ${key} works until ${at}.`,
  openOldKey: 'See the old key',
  copyItNow: 'Copy this key now. You won’t be able to see it again.',
  token: 'API key',
  issuingUnanswered: 'There was no response. Try again: you will get only one key, however often you try.',
  useIt: 'Use it',
  copySnippet: (title) => `Copy ${title}`,
  savedIt: 'I’ve saved it',
  closeUncopied: 'You haven’t copied this key, and you won’t be able to see it again.',
  keepOpen: 'Keep it open',
  closeAnyway: 'Close anyway',
};

export const deIssuing: IssuingTexts = {
  newKey: 'Neuer Schlüssel',
  errorTitle: (title) => `Fehler: ${title}`,
  notCreated: 'Es wurde kein Schlüssel erstellt.',
  nameHint: 'Am besten nach dem Programm, das ihn benutzt: 1 bis 100 Zeichen.',
  oneYear: '1 Jahr',
  neverExpires: 'Nie',
  customDay: 'Anderer Tag',
  lastDay: 'Letzter Tag, an dem der Schlüssel gilt',
  atMost: (life) => `Ein Schlüssel gilt höchstens ${life}.`,
  daysAreUtc: 'Tage in UTC.',
  daysAreLocal: 'Tage in Ihrer Zeitzone.',
  isDefault: 'Standard',
  asBefore: 'Wie bisher',
  access: 'Was der Schlüssel darf',
  accessAll: 'Alles, was Sie dürfen',
  accessAllHint: 'Mit Ihren jeweils aktuellen Rechten: Ändern sie sich, gilt das auch für den Schlüssel.',
  accessAllOf: (owner) => `Alles, was ${owner} heute darf`,
  accessAllOfHint: 'Rechte, die später hinzukommen, gehören nicht dazu.',
  accessOnly: 'Nur diese Rechte',
  scopesMissing: 'Wählen Sie mindestens ein Recht, oder alles.',
  scopesContradict:
    'Sie haben alles und zugleich einzelne Rechte gewählt. Sollen nur diese gelten, wählen Sie „Nur diese Rechte“.',
  create: 'Schlüssel erstellen',
  issued: (name) => `„${name}“ ist bereit`,
  replaced: (name) => `„${name}“ hat einen neuen Schlüssel`,
  actsAsYou: 'Handelt in Ihrem Namen',
  actsAs: (owner) => `Handelt für ${owner}`,
  expiresNever: 'Läuft nie ab',
  hasEnded: (key) => `Der alte Schlüssel ${key} gilt nicht mehr.`,
  endsAt: (key, at) => `Der alte Schlüssel ${key} gilt noch bis ${at}.`,
  openOldKey: 'Alten Schlüssel ansehen',
  copyItNow: 'Kopieren Sie den Schlüssel jetzt. Sie können ihn später nicht mehr ansehen.',
  token: 'API-Schlüssel',
  issuingUnanswered:
    'Es kam keine Antwort. Versuchen Sie es noch einmal: Auch nach mehreren Versuchen gibt es nur einen Schlüssel.',
  useIt: 'So benutzen Sie ihn',
  copySnippet: (title) => `${title} kopieren`,
  savedIt: 'Ich habe ihn gespeichert',
  closeUncopied: 'Sie haben den Schlüssel nicht kopiert und können ihn später nicht mehr ansehen.',
  keepOpen: 'Geöffnet lassen',
  closeAnyway: 'Trotzdem schließen',
};
