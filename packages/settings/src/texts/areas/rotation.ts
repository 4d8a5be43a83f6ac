/** The texts of the form that rotates a key, and of the page that says why a key can't be rotated. */
export interface RotationTexts {
  readonly rotateTitle: (name: string) => string;
  /** What rotating is, in a sentence or two. */
  readonly rotateLead: string;
  /** What rotating may break. `when` is when the key was last used, such as `2 minutes ago`. */
  readonly rotatesUsed: (when: string) => string;
  readonly rotatesUnused: string;
  /** What else ends: the key that this one had itself replaced, or may have. `key` is its display form. */
  readonly predecessorEnds: (key: string) => string;
  readonly predecessorMayEnd: string;
  /** Above what was wrong with the form. */
  readonly notRotated: string;
  /** If no answer came back. */
  readonly rotationUnanswered: string;
  /** How long the old key keeps working. */
  readonly grace: string;
  readonly graceNone: string;
  readonly graceUntilExpiry: string;
  readonly graceHint: string;
  /** `at` is when the old key expires. */
  readonly graceExpiryHint: (at: string) => string;
  readonly graceMissing: string;
  readonly rotateSubmit: string;
  /** The key was already replaced, perhaps by a second click on the same button. */
  readonly alreadyRotated: (name: string) => string;
  readonly wasRotated: string;
  /** After when it was rotated: instead of the name of someone else. */
  readonly byYou: string;
  readonly tokenWasShown: string;
  /** What someone can do who has not seen the new token: the old key has stopped working, or has not yet. */
  readonly tokenLost: string;
  readonly tokenLostInGrace: string;
  readonly rotateNewKey: string;
  readonly createAnother: string;
  /** The key can't be rotated for another reason. */
  readonly cannotRotate: (name: string) => string;
  readonly rotateDisabled: string;
  readonly rotateExpired: string;
  readonly rotateDeleted: string;
}

export const enRotation: RotationTexts = {
  rotateTitle: (name) => `Rotate “${name}”`,
  rotateLead: 'A new key with the same name and scopes replaces this one.',
  rotatesUsed: (when) =>
    `Last used ${when}. Requests with the old key fail with 401 once it ends, so replace it wherever it is used before then.`,
  rotatesUnused:
    'This key has never been used. If a program already has it, its requests fail with 401 once the key ends.',
  predecessorEnds: (key) => `It replaced ${key}, which still works: that key stops working immediately.`,
  predecessorMayEnd: 'If it replaced a key that still works, that key stops working immediately.',
  notRotated: 'The key was not rotated.',
  rotationUnanswered:
    'There was no response. Try again: if the key was rotated after all, you’ll see what to do.',
  grace: 'How long the old key keeps working',
  graceNone: 'Not at all',
  graceUntilExpiry: 'Until it expires',
  graceHint: 'In the meantime, both keys work. If the old one leaked, choose “Not at all”.',
  graceExpiryHint: (at) => `Rotating never extends a key: this one expires on ${at} in any case.`,
  graceMissing: 'Choose how long the old key keeps working.',
  rotateSubmit: 'Rotate key',
  alreadyRotated: (name) => `“${name}” was already rotated`,
  wasRotated: 'Rotated',
  byYou: 'by you',
  tokenWasShown: 'Nothing was changed this time. The new key was shown once, when it was created.',
  tokenLost: 'If no one has the new key, rotate it.',
  tokenLostInGrace:
    'If no one has the new key, create another key while the old one still works. Rotating the new key would stop the old one immediately.',
  rotateNewKey: 'Rotate the new key',
  createAnother: 'Create another key',
  cannotRotate: (name) => `“${name}” can’t be rotated`,
  rotateDisabled: 'It is disabled. Enable it first, or create another key.',
  rotateExpired: 'It has expired. Create another key instead.',
  rotateDeleted: 'It was deleted. Create another key instead.',
};

export const deRotation: RotationTexts = {
  rotateTitle: (name) => `„${name}“ ersetzen`,
  rotateLead: 'Ein neuer Schlüssel mit demselben Namen und denselben Rechten ersetzt diesen.',
  rotatesUsed: (when) =>
    `Zuletzt benutzt: ${when}. Anfragen mit dem alten Schlüssel werden abgelehnt (401), sobald er ungültig ist. Hinterlegen Sie vorher überall den neuen.`,
  rotatesUnused:
    'Dieser Schlüssel wurde noch nie benutzt. Hat ihn schon ein Programm, werden dessen Anfragen abgelehnt (401), sobald er ungültig ist.',
  predecessorEnds: (key) => `Er hat ${key} ersetzt, der noch gilt: Dieser wird sofort ungültig.`,
  predecessorMayEnd: 'Hat er einen Schlüssel ersetzt, der noch gilt, wird dieser sofort ungültig.',
  notRotated: 'Der Schlüssel wurde nicht ersetzt.',
  rotationUnanswered:
    'Es kam keine Antwort. Versuchen Sie es noch einmal: Wurde der Schlüssel doch ersetzt, lesen Sie dann, was zu tun ist.',
  grace: 'Wie lange der alte Schlüssel noch gilt',
  graceNone: 'Gar nicht',
  graceUntilExpiry: 'Bis er abläuft',
  graceHint: 'So lange gelten beide. Ist der alte kompromittiert, wählen Sie „Gar nicht“.',
  graceExpiryHint: (at) => `Länger als bisher gilt er dadurch nicht: Er läuft in jedem Fall am ${at} ab.`,
  graceMissing: 'Wählen Sie, wie lange der alte Schlüssel noch gilt.',
  rotateSubmit: 'Schlüssel ersetzen',
  alreadyRotated: (name) => `„${name}“ wurde schon ersetzt`,
  wasRotated: 'Ersetzt',
  byYou: 'von Ihnen',
  tokenWasShown:
    'Diesmal wurde nichts geändert. Der neue Schlüssel wurde einmal angezeigt, als er erstellt wurde.',
  tokenLost: 'Wenn den neuen Schlüssel niemand hat, ersetzen Sie ihn.',
  tokenLostInGrace:
    'Wenn den neuen Schlüssel niemand hat, erstellen Sie einen weiteren, solange der alte noch gilt. Wenn Sie den neuen ersetzen, wird der alte sofort ungültig.',
  rotateNewKey: 'Neuen Schlüssel ersetzen',
  createAnother: 'Weiteren Schlüssel erstellen',
  cannotRotate: (name) => `„${name}“ lässt sich nicht ersetzen`,
  rotateDisabled: 'Er ist gesperrt. Entsperren Sie ihn zuerst, oder erstellen Sie einen neuen.',
  rotateExpired: 'Er ist abgelaufen. Erstellen Sie stattdessen einen neuen.',
  rotateDeleted: 'Er wurde gelöscht. Erstellen Sie stattdessen einen neuen.',
};
