/** The texts of the form for a new key, and of the page that shows its token. */
export interface IssuingTexts {
  readonly nameHint: string;
  readonly more: string;
  /** Shown without the script: the day ends in UTC. With the script, it ends in the person's time zone. */
  readonly expiresHint: string;
  readonly expiresHintLocal: string;
  /** What an empty field means. `life` is the default lifetime, such as `90 days`. */
  readonly neverExpires: string;
  readonly expiresAfter: (life: string) => string;
  readonly scopesHint: string;
  readonly create: string;
  readonly issued: (name: string) => string;
  /** The key of this name was replaced by one that is shown now. */
  readonly replaced: (name: string) => string;
  /** What happened to the key that was replaced. `key` is its display form. */
  readonly hasEnded: (key: string) => string;
  readonly endsAt: (key: string, at: string) => string;
  /** That the token is shown only this once, and what to do with it. */
  readonly storeItNow: string;
  readonly token: string;
  /** With the script: there was no response to the form. */
  readonly issuingUnanswered: string;
}

export const enIssuing: IssuingTexts = {
  nameHint: '1 to 100 characters, such as the program that will use it.',
  more: 'Expiry and scopes',
  expiresHint: 'The last day on which the key works, in UTC.',
  expiresHintLocal: 'The last day on which the key works, in your time zone.',
  neverExpires: 'Leave empty for no expiry.',
  expiresAfter: (life) => `Leave empty to use the default of ${life}.`,
  scopesHint: 'What the key may do. None chosen: all that its owner may do.',
  create: 'Create',
  issued: (name) => `The key “${name}” was created`,
  replaced: (name) => `The key “${name}” was replaced`,
  hasEnded: (key) => `The old key ${key} has stopped working.`,
  endsAt: (key, at) => `The old key ${key} works until ${at}.`,
  storeItNow: 'Store it now: you won’t be able to see it again. Treat it like a password.',
  token: 'API key',
  issuingUnanswered: 'No answer came. Try again: you will get only one key, however often you try.',
};

export const deIssuing: IssuingTexts = {
  nameHint: '1 bis 100 Zeichen, etwa der Name des Programms, das ihn benutzt.',
  more: 'Ablauf und Rechte',
  expiresHint: 'Der letzte Tag, an dem er gilt, in UTC.',
  expiresHintLocal: 'Der letzte Tag, an dem er gilt, in Ihrer Zeitzone.',
  neverExpires: 'Ohne Angabe läuft er nicht ab.',
  expiresAfter: (life) => `Ohne Angabe gilt er ${life}.`,
  scopesHint: 'Was der Schlüssel darf. Ohne Auswahl: alles, was sein Eigentümer darf.',
  create: 'Erstellen',
  issued: (name) => `Der Schlüssel „${name}“ wurde erstellt`,
  replaced: (name) => `Der Schlüssel „${name}“ wurde ersetzt`,
  hasEnded: (key) => `Der alte Schlüssel ${key} gilt nicht mehr.`,
  endsAt: (key, at) => `Der alte Schlüssel ${key} gilt noch bis ${at}.`,
  storeItNow:
    'Speichern Sie ihn jetzt: Er wird nicht noch einmal angezeigt. Behandeln Sie ihn wie ein Passwort.',
  token: 'API-Schlüssel',
  issuingUnanswered:
    'Es kam keine Antwort. Versuchen Sie es noch einmal: Auch nach mehreren Versuchen gibt es nur einen Schlüssel.',
};
