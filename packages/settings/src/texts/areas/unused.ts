import { daysInEnglish, daysInGerman, keysInEnglish, keysInGerman } from '../counts.js';

/** The texts of the pages on which an admin disables the keys that no one uses. */
export interface UnusedTexts {
  readonly disableUnused: string;
  readonly disableUnusedTitle: string;
  readonly disableUnusedLead: string;
  readonly unusedForAtLeast: string;
  readonly checkFirst: string;
  readonly checkFirstHint: string;
  readonly chooseDays: string;
  readonly noneUnused: (days: number) => string;
  readonly wouldDisable: (count: number) => string;
  /** What confirming does. `since` is a day. */
  readonly disableConsequence: (count: number, since: string) => string;
  readonly firstOfThem: (shown: number, count: number) => string;
  readonly chooseAgain: string;
  readonly seeUnused: string;
  readonly confirmDisable: (count: number) => string;
  /** `count` is a number, or at least that. */
  readonly disabledUnused: (count: string, since: string) => string;
  readonly disabledNone: string;
  readonly undo: string;
  readonly undoHint: string;
  readonly seeDisabled: string;
}

export const enUnused: UnusedTexts = {
  disableUnused: 'Disable unused keys…',
  disableUnusedTitle: 'Disable unused keys',
  disableUnusedLead:
    'A key that no one uses can still be stolen. Disabled keys can be enabled again, so nothing is lost.',
  unusedForAtLeast: 'Not used for at least',
  checkFirst: 'See which keys',
  checkFirstHint: 'Nothing changes yet.',
  chooseDays: 'Choose 90 days or more.',
  noneUnused: (days) =>
    `Every live key was used or created in the last ${daysInEnglish(days)}, so there is nothing to disable.`,
  wouldDisable: (count) => `Disable ${keysInEnglish(count)}?`,
  disableConsequence: (count, since) =>
    count === 1
      ? `No one has used this key since ${since}. Requests with it will fail with 401. If it is used before you confirm, it stays as it is.`
      : `No one has used these keys since ${since}. Requests with them will fail with 401. A key that is used before you confirm stays as it is.`,
  firstOfThem: (shown, count) =>
    shown < count ? `The first ${shown} of ${count.toLocaleString('en')}` : 'These keys',
  chooseAgain: 'Choose again',
  seeUnused: 'See all of them',
  confirmDisable: (count) => `Disable ${keysInEnglish(count)}`,
  disabledUnused: (count, since) =>
    `${keysInEnglish(count)} that no one had used since ${since} ${count === '1' ? 'is' : 'are'} now disabled.`,
  disabledNone: 'No key was disabled: none of them was unused any more.',
  undo: 'To undo this',
  undoHint:
    'Open a key and choose Enable; it then works as before. For a key that you can’t open, its owner can ask someone who may enable it. Nothing was deleted.',
  seeDisabled: 'All disabled keys',
};

export const deUnused: UnusedTexts = {
  disableUnused: 'Unbenutzte sperren …',
  disableUnusedTitle: 'Unbenutzte Schlüssel sperren',
  disableUnusedLead:
    'Auch ein Schlüssel, den niemand benutzt, kann gestohlen werden. Gesperrte Schlüssel lassen sich wieder entsperren: Es geht nichts verloren.',
  unusedForAtLeast: 'Nicht benutzt seit mindestens',
  checkFirst: 'Betroffene Schlüssel anzeigen',
  checkFirstHint: 'Noch ändert sich nichts.',
  chooseDays: 'Wählen Sie 90 Tage oder mehr.',
  noneUnused: (days) =>
    `Jeder gültige Schlüssel wurde in den letzten ${daysInGerman(days)} benutzt oder erstellt. Es gibt also nichts zu sperren.`,
  wouldDisable: (count) => `${keysInGerman(count)} sperren?`,
  disableConsequence: (count, since) =>
    count === 1
      ? `Niemand hat diesen Schlüssel seit ${since} benutzt. Anfragen mit ihm werden ab sofort abgelehnt (401). Wird er benutzt, bevor Sie bestätigen, bleibt er, wie er ist.`
      : `Niemand hat diese Schlüssel seit ${since} benutzt. Anfragen mit ihnen werden ab sofort abgelehnt (401). Wird einer benutzt, bevor Sie bestätigen, bleibt er, wie er ist.`,
  firstOfThem: (shown, count) =>
    shown < count ? `Die ersten ${shown} von ${count.toLocaleString('de')}` : 'Diese Schlüssel',
  chooseAgain: 'Noch einmal wählen',
  seeUnused: 'Alle ansehen',
  confirmDisable: (count) => `${keysInGerman(count)} sperren`,
  disabledUnused: (count, since) =>
    count === '1'
      ? `1 Schlüssel, den seit ${since} niemand benutzt hat, ist jetzt gesperrt.`
      : `${keysInGerman(count)}, die seit ${since} niemand benutzt hat, sind jetzt gesperrt.`,
  disabledNone: 'Es wurde kein Schlüssel gesperrt: Inzwischen war keiner mehr unbenutzt.',
  undo: 'Rückgängig machen',
  undoHint:
    'Öffnen Sie einen Schlüssel und entsperren Sie ihn: Er gilt dann wie zuvor. Bei Schlüsseln, die Sie nicht öffnen können, wendet sich der Eigentümer an jemanden, der das darf. Es wurde nichts gelöscht.',
  seeDisabled: 'Alle gesperrten Schlüssel',
};
