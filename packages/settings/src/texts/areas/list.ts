import { keysInEnglish, keysInGerman } from '../counts.js';

/** The texts of the list of keys. */
export interface ListTexts {
  readonly addKey: string;
  /** The title of the page with the keys of a team or another owner. */
  readonly keysOf: (owner: string) => string;
  /** What keys are for, and what they can do: a person's own, or those of the owner with this name. */
  readonly ownKeysLead: string;
  readonly keysLead: (owner: string) => string;
  /** The name of the search field, and what it says as long as it is empty. */
  readonly searchLabel: string;
  readonly searchKeys: string;
  readonly searchButton: string;
  /** Why the browser does not send a search that has a whole key in it. */
  readonly searchHint: string;
  /** The search had a whole key in it, so it was not carried out. */
  readonly searchedForToken: string;
  /** The name of the filters, for screen readers. */
  readonly filterKeys: string;
  readonly keyFilters: { readonly [Filter in 'live' | 'expiring' | 'disabled' | 'all']: string };
  /** Who disabled a key: someone else, the reader, or Postern, because its token leaked. */
  readonly disabledBy: (name: string) => string;
  readonly disabledByYou: string;
  readonly disabledByLeak: string;
  /** After the name of a key that was replaced. */
  readonly oldKey: string;
  readonly actionsFor: (key: string) => string;
  readonly neverUsed: string;
  readonly noExpiry: string;
  /** Instead of when a key expires: when it stopped working. `at` is an instant, such as `3 days ago`. */
  readonly expiredAt: (at: string) => string;
  readonly deletedAt: (at: string) => string;
  /** It stopped working when a new key replaced it. */
  readonly replacedAt: (at: string) => string;
  readonly everythingYouCan: string;
  readonly everythingTheTeamCan: string;
  readonly everythingItsOwnerCan: string;
  /** A key that may do nothing. */
  readonly noScopesAtAll: string;
  readonly moreScopes: (count: number) => string;
  /** Below the list: how many keys it shows, of all; that match the search; that are on this page. */
  readonly shownOfAll: (shown: number, all: number) => string;
  readonly keysFound: (count: number) => string;
  readonly keysOnPage: (count: number) => string;
  readonly newest: string;
  readonly older: string;
  readonly searchOlder: string;
  /** No keys at all: a person's own, or someone else's. */
  readonly firstOwnKey: string;
  readonly firstKey: string;
  readonly firstKeyHint: string;
  /** There are no keys, and none can be created. */
  readonly noKeys: string;
  readonly noneIn: { readonly [Filter in 'live' | 'expiring' | 'disabled' | 'all']: string };
  readonly showAll: string;
  /** A page after the last key, for example because keys were removed. */
  readonly noneOlder: string;
  /** No key of the filter matches. What was searched for is in its field only: anyone can make up a link with a text. */
  readonly noMatch: { readonly [Filter in 'live' | 'expiring' | 'disabled' | 'all']: string };
  /** Nothing was found yet, but there are older keys. */
  readonly noMatchYet: string;
  readonly noneYet: string;
  readonly searchAll: string;
  readonly clearSearch: string;
}

export const enList: ListTexts = {
  addKey: 'Add Key',
  keysOf: (owner) => `${owner} keys`,
  ownKeysLead:
    'Keys let scripts and other tools act as you, with the permissions you have at that moment. Delete one and it stops working immediately.',
  keysLead: (owner) =>
    `These keys act for ${owner}, not for a person, so they keep working when someone leaves.`,
  searchLabel: 'Search keys',
  searchKeys: 'Search by name or key',
  searchButton: 'Search',
  searchHint: 'Search for the name of a key or its first characters, never for a whole key.',
  searchedForToken:
    'That looks like a whole key, so nothing was searched. Addresses can end up in logs: rotate the key if that worries you, and search for its name instead.',
  filterKeys: 'Filter',
  keyFilters: { live: 'Live', expiring: 'Expiring', disabled: 'Disabled', all: 'All' },
  disabledBy: (name) => `Disabled by ${name}`,
  disabledByYou: 'Disabled by you',
  disabledByLeak: 'Disabled by a leak report',
  oldKey: '(old)',
  actionsFor: (key) => `Actions for ${key}`,
  neverUsed: 'Never used',
  noExpiry: 'Never expires',
  expiredAt: (at) => `Expired ${at}`,
  deletedAt: (at) => `Deleted ${at}`,
  replacedAt: (at) => `Replaced ${at}`,
  everythingYouCan: 'Everything you can do',
  everythingTheTeamCan: 'Everything the team can do',
  everythingItsOwnerCan: 'Everything its owner can do',
  noScopesAtAll: 'Nothing',
  moreScopes: (count) => `${count} more`,
  shownOfAll: (shown, all) => (shown === all ? keysInEnglish(all) : `${shown} of ${keysInEnglish(all)}`),
  keysFound: (count) => `${keysInEnglish(count)} found`,
  keysOnPage: (count) => `${keysInEnglish(count)} on this page`,
  newest: 'Newest keys',
  older: 'Older keys',
  searchOlder: 'Search older keys',
  firstOwnKey: 'Create your first key',
  firstKey: 'Create the first key',
  firstKeyHint:
    'Use a key wherever there is no browser: a CI pipeline, a cron job, a notebook. Give each its own, so you can delete one without breaking the others.',
  noKeys: 'No keys yet',
  noneIn: {
    live: 'No live keys',
    expiring: 'No key expires in the next 14 days',
    disabled: 'No disabled keys',
    all: 'No keys yet',
  },
  showAll: 'Show all keys',
  noneOlder: 'There are no older keys',
  noMatch: {
    live: 'No live key matches your search',
    expiring: 'No key that expires within 14 days matches your search',
    disabled: 'No disabled key matches your search',
    all: 'No key matches your search',
  },
  noMatchYet: 'No match among the newest keys',
  noneYet: 'None among the newest keys',
  searchAll: 'Search all keys',
  clearSearch: 'Clear search',
};

export const deList: ListTexts = {
  addKey: 'Schlüssel hinzufügen',
  keysOf: (owner) => `Schlüssel von ${owner}`,
  ownKeysLead:
    'Mit einem Schlüssel handeln Skripte und andere Werkzeuge in Ihrem Namen, mit den Rechten, die Sie dann haben. Löschen Sie ihn, gilt er sofort nicht mehr.',
  keysLead: (owner) =>
    `Diese Schlüssel gehören ${owner} und keiner Person. Sie gelten deshalb weiter, wenn jemand geht.`,
  searchLabel: 'Schlüssel suchen',
  searchKeys: 'Nach Name oder Schlüssel suchen',
  searchButton: 'Suchen',
  searchHint: 'Suchen Sie nach dem Namen oder dem Anfang eines Schlüssels, nie nach einem ganzen Schlüssel.',
  searchedForToken:
    'Das sieht nach einem ganzen Schlüssel aus und wurde nicht gesucht. Adressen können in Protokollen landen: Ersetzen Sie den Schlüssel im Zweifel, und suchen Sie nach seinem Namen.',
  filterKeys: 'Filter',
  keyFilters: { live: 'Gültig', expiring: 'Läuft bald ab', disabled: 'Gesperrt', all: 'Alle' },
  disabledBy: (name) => `Von ${name} gesperrt`,
  disabledByYou: 'Von Ihnen gesperrt',
  disabledByLeak: 'Nach Leak-Meldung gesperrt',
  oldKey: '(alt)',
  actionsFor: (key) => `Aktionen für ${key}`,
  neverUsed: 'Nie benutzt',
  noExpiry: 'Läuft nie ab',
  expiredAt: (at) => `Abgelaufen ${at}`,
  deletedAt: (at) => `Gelöscht ${at}`,
  replacedAt: (at) => `Ersetzt ${at}`,
  everythingYouCan: 'Alles, was Sie dürfen',
  everythingTheTeamCan: 'Alles, was das Team darf',
  everythingItsOwnerCan: 'Alles, was der Eigentümer darf',
  noScopesAtAll: 'Nichts',
  moreScopes: (count) => `${count} weitere`,
  shownOfAll: (shown, all) => (shown === all ? keysInGerman(all) : `${shown} von ${all} Schlüsseln`),
  keysFound: (count) => `${keysInGerman(count)} gefunden`,
  keysOnPage: (count) => `${keysInGerman(count)} auf dieser Seite`,
  newest: 'Neueste Schlüssel',
  older: 'Ältere Schlüssel',
  searchOlder: 'Ältere Schlüssel durchsuchen',
  firstOwnKey: 'Erstellen Sie Ihren ersten Schlüssel',
  firstKey: 'Erstellen Sie den ersten Schlüssel',
  firstKeyHint:
    'Einen Schlüssel brauchen Sie überall dort, wo es keinen Browser gibt: in einer CI-Pipeline, einem Cronjob, einem Notebook. Geben Sie jedem einen eigenen. Dann können Sie einen löschen, ohne dass die anderen stillstehen.',
  noKeys: 'Noch keine Schlüssel',
  noneIn: {
    live: 'Keine gültigen Schlüssel',
    expiring: 'In den nächsten 14 Tagen läuft kein Schlüssel ab',
    disabled: 'Keine gesperrten Schlüssel',
    all: 'Noch keine Schlüssel',
  },
  showAll: 'Alle Schlüssel anzeigen',
  noneOlder: 'Es gibt keine älteren Schlüssel',
  noMatch: {
    live: 'Kein gültiger Schlüssel passt zu Ihrer Suche',
    expiring: 'Kein Schlüssel, der in den nächsten 14 Tagen abläuft, passt zu Ihrer Suche',
    disabled: 'Kein gesperrter Schlüssel passt zu Ihrer Suche',
    all: 'Kein Schlüssel passt zu Ihrer Suche',
  },
  noMatchYet: 'Kein Treffer unter den neuesten Schlüsseln',
  noneYet: 'Keiner unter den neuesten Schlüsseln',
  searchAll: 'Alle Schlüssel durchsuchen',
  clearSearch: 'Suche zurücksetzen',
};
