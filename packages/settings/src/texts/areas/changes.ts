import type { KeyState } from '@postern/core';

/** The texts for renaming, disabling, enabling and deleting a key: before, and after. */
export interface ChangesTexts {
  readonly rename: string;
  readonly rotate: string;
  readonly disable: string;
  readonly enable: string;
  readonly delete: string;
  readonly renameTitle: (name: string) => string;
  readonly disableTitle: (name: string) => string;
  readonly enableTitle: (name: string) => string;
  readonly deleteTitle: (name: string) => string;
  readonly newName: string;
  readonly renameHint: string;
  /** What disabling and deleting stop. `at` is the last use, such as `2 minutes ago`. */
  readonly disableUsed: (name: string, at: string) => string;
  readonly disableNeverUsed: (name: string) => string;
  readonly disableUndo: string;
  readonly deleteUsed: (name: string, at: string) => string;
  readonly deleteNeverUsed: (name: string) => string;
  /** It doesn't work anyway. */
  readonly deleteDisabled: (name: string) => string;
  readonly deleteExpired: (name: string) => string;
  readonly deleteUndo: string;
  /** The other key of a rotation still works. `key` is its display form; `until` is when it ends. */
  readonly successorWorks: (key: string) => string;
  readonly predecessorWorks: (key: string, until: string) => string;
  readonly enableEffect: (name: string) => string;
  readonly enableExpired: (name: string) => string;
  readonly enableLeaked: string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly reasonInvalid: string;
  /** Someone else disabled the key, and the person may not undo that. */
  readonly enableNotYours: (who: string) => string;
  readonly enableNotYoursLeaked: string;
  /** The key has changed since the person saw it, so nothing was done. */
  readonly changedMeanwhile: string;
  /** Why there is nothing to do, as the title of a page, or in `unchanged`. */
  readonly stateNow: { readonly [State in KeyState]: (name: string) => string };
  readonly nothingToDo: string;
  /** The key is already as it should be. `state` is a sentence of `stateNow`. */
  readonly unchanged: (state: string) => string;
  /** With the script: there was no response to the form. */
  readonly noAnswerToChange: string;
  readonly toKey: string;
  /** What is true after each action. `key` is a display form. */
  readonly doneIssued: (name: string) => string;
  readonly doneRenamed: (key: string, name: string) => string;
  readonly doneRotated: (name: string) => string;
  readonly doneDisabled: (name: string) => string;
  readonly doneEnabled: (name: string) => string;
  readonly doneDeleted: (name: string) => string;
}

export const enChanges: ChangesTexts = {
  rename: 'Rename',
  rotate: 'Rotate',
  disable: 'Disable',
  enable: 'Enable',
  delete: 'Delete',
  renameTitle: (name) => `Rename “${name}”`,
  disableTitle: (name) => `Disable “${name}”?`,
  enableTitle: (name) => `Enable “${name}”?`,
  deleteTitle: (name) => `Delete “${name}”?`,
  newName: 'New name',
  renameHint: 'Only the name changes, not the key itself.',
  disableUsed: (name, at) =>
    `“${name}” was used ${at}. Requests with it fail with 401 until it is enabled again.`,
  disableNeverUsed: (name) =>
    `“${name}” has never been used. Requests with it fail with 401 until it is enabled again.`,
  disableUndo: 'You can enable it again at any time.',
  deleteUsed: (name, at) => `“${name}” was used ${at}. Once it is deleted, requests with it fail with 401.`,
  deleteNeverUsed: (name) =>
    `“${name}” has never been used. Once it is deleted, requests with it fail with 401.`,
  deleteDisabled: (name) =>
    `“${name}” is disabled, so nothing can use it. Once deleted, it can’t be enabled again.`,
  deleteExpired: (name) => `“${name}” has expired, so nothing can use it.`,
  deleteUndo: 'This can’t be undone.',
  successorWorks: (key) => `This doesn’t affect the key that replaced it: ${key} keeps working.`,
  predecessorWorks: (key, until) =>
    `This doesn’t affect the key that it replaced: ${key} still works, but stops ${until}.`,
  enableEffect: (name) => `Whatever still has “${name}” can use it again immediately.`,
  enableExpired: (name) => `“${name}” has expired, so it won’t work even when it is enabled.`,
  enableLeaked:
    'This key was reported as leaked. If you enable it, whoever found it can use it too. Create a new key instead.',
  reason: 'Reason (optional)',
  reasonHint: 'Everyone who may see the key can read it. Never paste a key here.',
  reasonInvalid: 'A reason must have at most 500 characters, no control characters, and no API key in it.',
  enableNotYours: (who) =>
    `${who} disabled this key, and you may only enable keys that you disabled yourself. Ask ${who}, or create a new key.`,
  enableNotYoursLeaked:
    'This key was disabled because it was reported as leaked, so you may not enable it. Create a new key instead.',
  changedMeanwhile:
    'This key has changed since you opened the page, so nothing was done. Check the details, then decide again.',
  stateNow: {
    live: (name) => `“${name}” is live`,
    rotated: (name) => `“${name}” has already been rotated`,
    disabled: (name) => `“${name}” is disabled`,
    expired: (name) => `“${name}” has expired`,
    revoked: (name) => `“${name}” has been deleted`,
  },
  nothingToDo: 'This can’t be done any more. Nothing was changed.',
  unchanged: (state) => `${state}. Nothing was changed.`,
  noAnswerToChange: 'There was no response. Try again: doing it twice makes no difference.',
  toKey: 'View key',
  doneIssued: (name) => `“${name}” is ready to use.`,
  doneRenamed: (key, name) => `${key} is now called “${name}”.`,
  doneRotated: (name) => `“${name}” has been rotated.`,
  doneDisabled: (name) => `“${name}” is disabled. Requests with it fail with 401.`,
  doneEnabled: (name) => `“${name}” is enabled.`,
  doneDeleted: (name) => `“${name}” is deleted. Requests with it fail with 401.`,
};

export const deChanges: ChangesTexts = {
  rename: 'Umbenennen',
  rotate: 'Ersetzen',
  disable: 'Sperren',
  enable: 'Entsperren',
  delete: 'Löschen',
  renameTitle: (name) => `„${name}“ umbenennen`,
  disableTitle: (name) => `„${name}“ sperren?`,
  enableTitle: (name) => `„${name}“ entsperren?`,
  deleteTitle: (name) => `„${name}“ löschen?`,
  newName: 'Neuer Name',
  renameHint: 'Nur der Name ändert sich, nicht der Schlüssel selbst.',
  disableUsed: (name, at) =>
    `„${name}“ wurde ${at} benutzt. Anfragen mit ihm werden abgelehnt (401), bis er entsperrt wird.`,
  disableNeverUsed: (name) =>
    `„${name}“ wurde noch nie benutzt. Anfragen mit ihm werden abgelehnt (401), bis er entsperrt wird.`,
  disableUndo: 'Sie können ihn jederzeit wieder entsperren.',
  deleteUsed: (name, at) =>
    `„${name}“ wurde ${at} benutzt. Sobald er gelöscht ist, werden Anfragen mit ihm abgelehnt (401).`,
  deleteNeverUsed: (name) =>
    `„${name}“ wurde noch nie benutzt. Sobald er gelöscht ist, werden Anfragen mit ihm abgelehnt (401).`,
  deleteDisabled: (name) =>
    `„${name}“ ist gesperrt und kann deshalb nicht benutzt werden. Nach dem Löschen lässt er sich nicht mehr entsperren.`,
  deleteExpired: (name) => `„${name}“ ist abgelaufen und kann nicht mehr benutzt werden.`,
  deleteUndo: 'Das lässt sich nicht rückgängig machen.',
  successorWorks: (key) => `Der Schlüssel, der ihn ersetzt hat (${key}), gilt weiter.`,
  predecessorWorks: (key, until) =>
    `Der Schlüssel, den er ersetzt hat (${key}), wird davon nicht berührt: Er gilt noch, endet aber ${until}.`,
  enableEffect: (name) => `Programme, die „${name}“ noch haben, können ihn sofort wieder benutzen.`,
  enableExpired: (name) => `„${name}“ ist abgelaufen und gilt deshalb auch entsperrt nicht mehr.`,
  enableLeaked:
    'Dieser Schlüssel wurde als kompromittiert gemeldet. Wenn Sie ihn entsperren, kann ihn auch benutzen, wer ihn gefunden hat. Erstellen Sie besser einen neuen.',
  reason: 'Grund (optional)',
  reasonHint:
    'Alle, die den Schlüssel sehen dürfen, können den Grund lesen. Fügen Sie hier nie einen Schlüssel ein.',
  reasonInvalid:
    'Ein Grund hat höchstens 500 Zeichen und enthält weder Steuerzeichen noch einen API-Schlüssel.',
  enableNotYours: (who) =>
    `${who} hat diesen Schlüssel gesperrt, und Sie dürfen nur Schlüssel entsperren, die Sie selbst gesperrt haben. Wenden Sie sich an ${who}, oder erstellen Sie einen neuen.`,
  enableNotYoursLeaked:
    'Dieser Schlüssel wurde gesperrt, weil er als kompromittiert gemeldet wurde. Sie dürfen ihn nicht entsperren. Erstellen Sie einen neuen.',
  changedMeanwhile:
    'Der Schlüssel hat sich geändert, seit Sie die Seite geöffnet haben. Es wurde nichts ausgeführt. Prüfen Sie die Angaben, und entscheiden Sie dann noch einmal.',
  stateNow: {
    live: (name) => `„${name}“ ist gültig`,
    rotated: (name) => `„${name}“ wurde bereits ersetzt`,
    disabled: (name) => `„${name}“ ist gesperrt`,
    expired: (name) => `„${name}“ ist abgelaufen`,
    revoked: (name) => `„${name}“ wurde gelöscht`,
  },
  nothingToDo: 'Das ist nicht mehr möglich. Es wurde nichts geändert.',
  unchanged: (state) => `${state}. Es wurde nichts geändert.`,
  noAnswerToChange:
    'Es kam keine Antwort. Versuchen Sie es noch einmal: Zweimal bewirkt nicht mehr als einmal.',
  toKey: 'Schlüssel ansehen',
  doneIssued: (name) => `„${name}“ ist einsatzbereit.`,
  doneRenamed: (key, name) => `${key} heißt jetzt „${name}“.`,
  doneRotated: (name) => `„${name}“ wurde ersetzt.`,
  doneDisabled: (name) => `„${name}“ ist gesperrt. Anfragen mit ihm werden abgelehnt (401).`,
  doneEnabled: (name) => `„${name}“ ist entsperrt.`,
  doneDeleted: (name) => `„${name}“ ist gelöscht. Anfragen mit ihm werden abgelehnt (401).`,
};
