import type { KeyStateFilter } from '@postern/core';
import { daysInEnglish, daysInGerman, keysInEnglish, keysInGerman } from '../counts.js';

/** The texts of the pages for admins, about the keys of all owners. */
export interface AdminTexts {
  readonly allKeysLead: string;
  /** The cards above the list, each with a number above it. */
  readonly cards: {
    readonly neverExpires: string;
    readonly expiresSoon: string;
    readonly unused: string;
    readonly beyondLifetime: string;
  };
  /** A number that is at least this: there are more keys than one request counts. */
  readonly atLeast: (count: string) => string;
  /** What a screen reader says for a card without a number. */
  readonly notCounted: string;

  readonly filter: string;
  readonly filterStates: { readonly [State in KeyStateFilter]: string };
  readonly anyKind: string;
  /** Owners of kind `user`, next to teams and others. */
  readonly people: string;
  readonly creatorHint: string;
  readonly filterNames: {
    readonly neverExpires: string;
    readonly expiresBefore: string;
    readonly unusedSince: string;
    readonly beyondLifetime: string;
  };
  readonly daysInUtc: string;
  readonly showKeys: string;
  readonly clearFilters: string;
  /** What is filtered, on chips that remove it. */
  readonly removeFilter: (filter: string) => string;
  readonly isCreatedBy: (name: string) => string;
  readonly isExpiringBefore: (day: string) => string;
  readonly isExpiringWithin: (days: number) => string;
  readonly isUnusedSince: (day: string) => string;
  readonly isUnusedFor: (days: number) => string;
  /** What is wrong with a filter. */
  readonly filterErrors: {
    readonly secret: string;
    readonly contradiction: string;
    readonly creator: string;
    readonly person: string;
    readonly day: string;
    readonly unknown: string;
  };

  readonly ownerAndCreator: string;
  readonly createdByName: (name: string) => string;
  readonly keysShown: (count: number) => string;
  /** Instead, if only keys that work are listed, as they are at first. */
  readonly liveKeysShown: (count: number) => string;
  readonly moreKeys: string;
  readonly newestKeys: string;
  readonly noneMatch: string;
  readonly noneMatchHint: string;
  /** The keys that were looked at have none, and there are others. */
  readonly noneSoFar: string;
  readonly noneSoFarHint: string;
  readonly exportAll: string;

  readonly leaving: string;
  readonly leavingHint: string;
  readonly personId: string;
  readonly showAffected: string;
  readonly affectedTitle: (name: string) => string;
  readonly affectedLead: string;
  readonly affectedOwn: (name: string) => string;
  readonly affectedCreated: (name: string) => string;
  readonly noneAffected: string;
  readonly noneAffectedHint: (name: string, personId: string) => string;
  /** Instead, for an ID that has no name: it may be mistyped, so the ID itself is shown. */
  readonly noKeysForId: (personId: string) => string;
  readonly noKeysForIdHint: string;
  readonly whatToDo: string;
  readonly leavingSteps: readonly string[];
}

export const enAdmin: AdminTexts = {
  allKeysLead:
    'The keys of all owners: whose they are, who created them, and when they were last used. Never the keys themselves.',
  cards: {
    neverExpires: 'never expire',
    expiresSoon: 'expire within 14 days',
    unused: 'not used for 90 days',
    beyondLifetime: 'live longer than allowed',
  },
  atLeast: (count) => `${count}+`,
  notCounted: 'not counted',

  filter: 'Filter',
  filterStates: {
    accepted: 'Live',
    live: 'Live, not rotated',
    rotated: 'Rotated, still live',
    disabled: 'Disabled',
    expired: 'Expired',
    revoked: 'Deleted',
    all: 'Any state',
  },
  anyKind: 'Anyone',
  people: 'People',
  creatorHint: 'Choose a person, or enter their ID. For a key or a job: “key:…” or “system:…”',
  filterNames: {
    neverExpires: 'Never expires',
    expiresBefore: 'Expires before',
    unusedSince: 'Not used since',
    beyondLifetime: 'Lives longer than allowed',
  },
  daysInUtc: 'Days start at midnight UTC.',
  showKeys: 'Show keys',
  clearFilters: 'Clear filters',
  removeFilter: (filter) => `Remove filter: ${filter}`,
  isCreatedBy: (name) => `Created by ${name}`,
  isExpiringBefore: (day) => `Expires before ${day}`,
  isExpiringWithin: (days) => `Expires within ${daysInEnglish(days)}`,
  isUnusedSince: (day) => `Not used since ${day}`,
  isUnusedFor: (days) => `Not used for ${daysInEnglish(days)}`,
  filterErrors: {
    secret:
      'That looks like a whole key. Never paste one here: it may now be in logs. Delete that key, and search by its owner.',
    contradiction: 'A key can’t both never expire and expire before a day. Choose one of the two.',
    creator: 'Enter the ID of a person, or “key:” or “system:” and an ID.',
    person: 'Choose a person, or enter their ID.',
    day: 'Enter a valid date.',
    unknown: 'This filter doesn’t exist. Choose from the list.',
  },

  ownerAndCreator: 'Owner',
  createdByName: (name) => `created by ${name}`,
  keysShown: keysInEnglish,
  liveKeysShown: (count) => (count === 1 ? '1 live key' : `${count} live keys`),
  moreKeys: 'More keys',
  newestKeys: 'Back to the first',
  noneMatch: 'No keys match',
  noneMatchHint: 'No key meets all of these filters. Remove one to see more.',
  noneSoFar: 'None so far',
  noneSoFarHint: 'None of the keys that were checked match. There are more to check.',
  exportAll: 'Export all that match:',

  leaving: 'Before someone leaves',
  leavingHint:
    'Choose a person, or enter their ID, to see which keys they have, and which they created for others.',
  personId: 'Person',
  showAffected: 'Show their keys',
  affectedTitle: (name) => `What would break if ${name} left?`,
  affectedLead: 'Live keys, and disabled ones that could be enabled again.',
  affectedOwn: (name) => `${name}’s own keys`,
  affectedCreated: (name) => `Created by ${name} for others`,
  noneAffected: 'Nothing would break',
  noneAffectedHint: (name, personId) =>
    `${name} (ID ${personId}) has no live or disabled keys, and created none for others.`,
  noKeysForId: (personId) => `No keys found for the ID ${personId}`,
  noKeysForIdHint:
    'No live or disabled key belongs to this ID or was created by it. Check that the ID is right.',
  whatToDo: 'What to do',
  leavingSteps: [
    'Ask a colleague to rotate the keys that were created for others, with a grace period: the person has seen these tokens, and keeps them.',
    'Deactivate the person, then delete their own keys.',
    'Come back here: the page is empty once every grace period has ended.',
  ],
};

export const deAdmin: AdminTexts = {
  allKeysLead:
    'Die Schlüssel aller Eigentümer: wem sie gehören, wer sie erstellt hat, wann sie zuletzt benutzt wurden. Die Schlüssel selbst sehen Sie nicht.',
  cards: {
    neverExpires: 'ohne Ablauf',
    expiresSoon: 'laufen innerhalb von 14 Tagen ab',
    unused: 'seit 90 Tagen unbenutzt',
    beyondLifetime: 'gelten länger als erlaubt',
  },
  atLeast: (count) => `${count}+`,
  notCounted: 'nicht gezählt',

  filter: 'Filter',
  filterStates: {
    accepted: 'Gültig',
    live: 'Gültig, nicht ersetzt',
    rotated: 'Ersetzt, gilt noch',
    disabled: 'Gesperrt',
    expired: 'Abgelaufen',
    revoked: 'Gelöscht',
    all: 'Jeder Status',
  },
  anyKind: 'Alle',
  people: 'Personen',
  creatorHint:
    'Wählen Sie eine Person, oder geben Sie ihre ID ein. Für einen Schlüssel oder Dienst: „key:…“ oder „system:…“',
  filterNames: {
    neverExpires: 'Läuft nie ab',
    expiresBefore: 'Läuft ab vor dem',
    unusedSince: 'Nicht benutzt seit',
    beyondLifetime: 'Gilt länger als erlaubt',
  },
  daysInUtc: 'Tage beginnen um Mitternacht UTC.',
  showKeys: 'Anzeigen',
  clearFilters: 'Filter zurücksetzen',
  removeFilter: (filter) => `Filter entfernen: ${filter}`,
  isCreatedBy: (name) => `Erstellt von ${name}`,
  isExpiringBefore: (day) => `Läuft vor dem ${day} ab`,
  isExpiringWithin: (days) => `Läuft innerhalb von ${daysInGerman(days)} ab`,
  isUnusedSince: (day) => `Seit ${day} nicht benutzt`,
  isUnusedFor: (days) => `Seit ${daysInGerman(days)} nicht benutzt`,
  filterErrors: {
    secret:
      'Das sieht nach einem ganzen Schlüssel aus. Fügen Sie hier nie einen ein: Er kann jetzt in Protokollen stehen. Löschen Sie ihn, und suchen Sie nach seinem Eigentümer.',
    contradiction:
      'Ein Schlüssel kann nicht nie und zugleich vor einem Tag ablaufen. Wählen Sie eines von beiden.',
    creator: 'Geben Sie die ID einer Person ein, oder „key:“ oder „system:“ und eine ID.',
    person: 'Wählen Sie eine Person, oder geben Sie ihre ID ein.',
    day: 'Geben Sie ein gültiges Datum ein.',
    unknown: 'Diesen Filter gibt es nicht. Wählen Sie aus der Liste.',
  },

  ownerAndCreator: 'Eigentümer',
  createdByName: (name) => `erstellt von ${name}`,
  keysShown: keysInGerman,
  liveKeysShown: (count) => (count === 1 ? '1 gültiger Schlüssel' : `${count} gültige Schlüssel`),
  moreKeys: 'Weitere Schlüssel',
  newestKeys: 'Zum Anfang',
  noneMatch: 'Keine Treffer',
  noneMatchHint: 'Kein Schlüssel erfüllt alle diese Filter. Entfernen Sie einen, um mehr zu sehen.',
  noneSoFar: 'Bisher keine Treffer',
  noneSoFarHint: 'Unter den bisher geprüften Schlüsseln ist keiner. Es gibt noch weitere.',
  exportAll: 'Alle Treffer exportieren:',

  leaving: 'Bevor jemand geht',
  leavingHint:
    'Wählen Sie eine Person, oder geben Sie ihre ID ein: Sie sehen dann, welche Schlüssel sie hat und welche sie für andere erstellt hat.',
  personId: 'Person',
  showAffected: 'Schlüssel anzeigen',
  affectedTitle: (name) => `Was fällt aus, wenn ${name} geht?`,
  affectedLead: 'Gültige Schlüssel und gesperrte, die wieder entsperrt werden können.',
  affectedOwn: (name) => `Eigene Schlüssel von ${name}`,
  affectedCreated: (name) => `Von ${name} für andere erstellt`,
  noneAffected: 'Es würde nichts ausfallen',
  noneAffectedHint: (name, personId) =>
    `${name} (ID ${personId}) hat keine gültigen oder gesperrten Schlüssel und hat auch für andere keine erstellt.`,
  noKeysForId: (personId) => `Keine Schlüssel zur ID ${personId} gefunden`,
  noKeysForIdHint:
    'Zu dieser ID gehört kein gültiger oder gesperrter Schlüssel, und keiner wurde mit ihr erstellt. Prüfen Sie, ob sie stimmt.',
  whatToDo: 'Was zu tun ist',
  leavingSteps: [
    'Lassen Sie jemand anderen die Schlüssel, die für andere erstellt wurden, mit einer Übergangsfrist ersetzen: Die Person kennt diese Schlüssel, auch wenn sie geht.',
    'Deaktivieren Sie die Person, und löschen Sie dann ihre eigenen Schlüssel.',
    'Kommen Sie hierher zurück: Die Seite ist leer, sobald alle Übergangsfristen vorbei sind.',
  ],
};
