import type { KeyState } from '@postern/core';

/** The texts that several pages share. */
export interface GeneralTexts {
  /** The language tag (BCP 47): for `lang` in HTML, and for the format of dates. */
  readonly language: string;
  readonly settings: string;
  readonly profile: string;
  readonly teams: string;
  /**
   * The titles of owners, by kind. Default: `profile` for `user`, `teams` for `team`, and for other kinds the `title`
   * in `ownerPaths`.
   */
  readonly titles?: Readonly<Record<string, string>> | undefined;
  /** What one owner of a kind is, by kind, such as `Service account`. Default: the title of the kind. */
  readonly ownerKinds?: Readonly<Record<string, string>> | undefined;
  readonly apiKeys: string;
  readonly skipToContent: string;
  readonly name: string;
  readonly key: string;
  readonly state: string;
  readonly created: string;
  readonly createdBy: string;
  readonly lastUsed: string;
  readonly expires: string;
  /** Instead, on the card of a key that no longer works. */
  readonly ended: string;
  readonly actions: string;
  readonly never: string;
  /** Less than a minute ago. */
  readonly justNow: string;
  /** `expiresSoon`: live, but not for much longer. `rotatedStillUsed`: used since it was rotated. */
  readonly states: { readonly [State in KeyState | 'expiresSoon' | 'rotatedStillUsed']: string };
  readonly owner: string;
  /** A team as owner, so that people don't mistake its key for their own. */
  readonly team: (name: string) => string;
  /** An owner of another kind. `kind` is what it is, such as `Service account`. */
  readonly ownerOfKind: (name: string, kind: string) => string;
  readonly noScopes: string;
  readonly scopes: string;
  readonly cancel: string;
  readonly close: string;
  readonly done: string;
  readonly signedOut: string;
  readonly signIn: string;
  readonly notFoundTitle: string;
  /** The policy refuses what the page would show or do. The refusal's own sentence follows. */
  readonly noAccessTitle: string;
  readonly notFound: string;
  readonly toOwnKeys: string;
  /** The request's method is not one that the page accepts: a bookmark of a form's address, for example. */
  readonly methodNotAllowed: string;
  readonly crossSite: string;
  /** Since the page was opened, another person has signed in with the same browser. */
  readonly otherPersonTitle: (name: string) => string;
  readonly otherPerson: string;
  readonly tooLong: string;
  readonly unreadable: string;
  readonly faulty: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyByHand: string;
  /** The button that opens the navigation on a small screen. */
  readonly menu: string;
  /** What a screen reader calls the links to the pages above this one. */
  readonly breadcrumbs: string;
  readonly signOut: string;
  /** The heading above what concerns the keys of all owners. */
  readonly organisation: string;
  readonly allKeys: string;
}

export const enGeneral: GeneralTexts = {
  language: 'en',
  settings: 'Settings',
  profile: 'Profile',
  teams: 'Teams',
  apiKeys: 'API Keys',
  skipToContent: 'Skip to content',
  name: 'Name',
  key: 'Key',
  state: 'State',
  created: 'Created',
  createdBy: 'Created by',
  lastUsed: 'Last used',
  expires: 'Expires',
  ended: 'Ended',
  actions: 'Actions',
  never: 'Never',
  justNow: 'just now',
  states: {
    live: 'Live',
    expiresSoon: 'Expires soon',
    rotated: 'Rotated, not used since',
    rotatedStillUsed: 'Rotated, still used',
    disabled: 'Disabled',
    expired: 'Expired',
    revoked: 'Deleted',
  },
  owner: 'Owner',
  team: (name) => `Team ${name}`,
  ownerOfKind: (name, kind) => `${name} (${kind})`,
  noScopes: 'None: it can’t do anything',
  scopes: 'Scopes',
  cancel: 'Cancel',
  close: 'Close',
  done: 'Done',
  signedOut: 'You are signed out. Nothing was changed.',
  signIn: 'Sign in',
  notFoundTitle: 'Page not found',
  noAccessTitle: 'You don’t have access',
  notFound: 'This page doesn’t exist, or you don’t have access to it.',
  toOwnKeys: 'Go to your API keys',
  methodNotAllowed: 'This page can’t be opened this way. Go back and try again.',
  crossSite: 'This came from another site, so it was blocked. Nothing was changed.',
  otherPersonTitle: (name) => `You are now signed in as ${name}`,
  otherPerson: 'Someone else was signed in when this page was opened. Nothing was changed.',
  tooLong: 'The form is too long.',
  unreadable: 'The form couldn’t be read.',
  faulty: 'Something is not responding right now. Check whether the change was made before you try again.',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Copy it by hand: it is selected.',
  menu: 'Menu',
  breadcrumbs: 'You are here',
  signOut: 'Sign out',
  organisation: 'Organisation',
  allKeys: 'All keys',
};

export const deGeneral: GeneralTexts = {
  language: 'de',
  settings: 'Einstellungen',
  profile: 'Profil',
  teams: 'Teams',
  apiKeys: 'API-Schlüssel',
  skipToContent: 'Zum Inhalt',
  name: 'Name',
  key: 'Schlüssel',
  state: 'Status',
  created: 'Erstellt',
  createdBy: 'Erstellt von',
  lastUsed: 'Zuletzt benutzt',
  expires: 'Ablauf',
  ended: 'Ende',
  actions: 'Aktionen',
  never: 'Nie',
  justNow: 'gerade eben',
  states: {
    live: 'Gültig',
    expiresSoon: 'Läuft bald ab',
    rotated: 'Ersetzt, nicht mehr benutzt',
    rotatedStillUsed: 'Ersetzt, noch benutzt',
    disabled: 'Gesperrt',
    expired: 'Abgelaufen',
    revoked: 'Gelöscht',
  },
  owner: 'Eigentümer',
  team: (name) => `Team ${name}`,
  ownerOfKind: (name, kind) => `${name} (${kind})`,
  noScopes: 'Keine: Er darf nichts',
  scopes: 'Rechte',
  cancel: 'Abbrechen',
  close: 'Schließen',
  done: 'Fertig',
  signedOut: 'Sie sind abgemeldet. Es wurde nichts geändert.',
  signIn: 'Anmelden',
  notFoundTitle: 'Seite nicht gefunden',
  noAccessTitle: 'Kein Zugriff',
  notFound: 'Diese Seite gibt es nicht, oder Sie haben keinen Zugriff darauf.',
  toOwnKeys: 'Zu Ihren API-Schlüsseln',
  methodNotAllowed:
    'Diese Seite lässt sich so nicht öffnen. Gehen Sie zurück und versuchen Sie es noch einmal.',
  crossSite: 'Das kam von einer anderen Website und wurde blockiert. Es wurde nichts geändert.',
  otherPersonTitle: (name) => `Sie sind jetzt als ${name} angemeldet`,
  otherPerson: 'Als diese Seite geöffnet wurde, war jemand anderes angemeldet. Es wurde nichts geändert.',
  tooLong: 'Das Formular ist zu lang.',
  unreadable: 'Das Formular konnte nicht gelesen werden.',
  faulty:
    'Etwas antwortet gerade nicht. Prüfen Sie, ob die Änderung schon erfolgt ist, bevor Sie es noch einmal versuchen.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyByHand: 'Bitte von Hand kopieren: Er ist markiert.',
  menu: 'Menü',
  breadcrumbs: 'Sie sind hier',
  signOut: 'Abmelden',
  organisation: 'Organisation',
  allKeys: 'Alle Schlüssel',
};
