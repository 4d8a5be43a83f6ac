/** The service accounts, which admins of the organisation manage. */
export interface ServiceTexts {
  readonly title: string;
  /** What one of them is, after its name. */
  readonly kind: string;
  readonly intro: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly name: string;
  readonly state: string;
  readonly permissions: string;
  readonly addedBy: string;
  readonly added: string;
  readonly actions: string;
  readonly active: string;
  readonly deactivated: string;
  /** An account that may do nothing. */
  readonly noPermissions: string;
  readonly keys: string;
  readonly activate: string;
  readonly deactivate: string;
  readonly actionsFor: (name: string) => string;
  readonly add: string;
  readonly addTitle: string;
  readonly nameHint: string;
  readonly permissionsHint: string;
  readonly cancel: string;
  readonly activateTitle: (name: string) => string;
  readonly activateText: (count: number, orMore: boolean) => string;
  readonly deactivateTitle: (name: string) => string;
  /** What deactivating does. `count`: how many of the account's keys work now; `orMore`: or more than that. */
  readonly deactivateText: (count: number, orMore: boolean) => string;
  /** The key of the account that was used last. */
  readonly lastUsed: (key: string) => string;
  readonly undo: string;
  readonly wasAdded: (name: string) => string;
  readonly createKey: string;
  readonly wasActivated: (name: string) => string;
  readonly wasDeactivated: (name: string) => string;
  readonly chooseSomething: string;
  readonly nameTaken: string;
  readonly full: (limit: number) => string;
}

export const enServices: ServiceTexts = {
  title: 'Service accounts',
  kind: 'Service account',
  intro:
    'A service account owns keys that belong to no person or team, such as those of a deployment. They keep working when people leave.',
  emptyTitle: 'Add your first service account',
  emptyText:
    'Use one for each pipeline or service that needs keys of its own, so you can stop it without stopping the others.',
  name: 'Name',
  state: 'State',
  permissions: 'Permissions',
  addedBy: 'Added by',
  added: 'Added',
  actions: 'Actions',
  active: 'Active',
  deactivated: 'Deactivated',
  noPermissions: 'None: its keys can’t do anything',
  keys: 'Keys',
  activate: 'Activate',
  deactivate: 'Deactivate',
  actionsFor: (name) => `Actions for ${name}`,
  add: 'Add service account',
  addTitle: 'Add a service account',
  nameHint: 'What will use its keys, such as “Nightly build”. 1 to 100 characters.',
  permissionsHint: 'Its keys can never do more than this.',
  cancel: 'Cancel',
  activateTitle: (name) => `Activate ${name}?`,
  activateText(count, orMore) {
    if (count === 0) return 'It has no keys that would work again. New ones can be created afterwards.';
    if (count === 1) return 'Its one key works again from the next request on.';
    return `${orMore ? 'More than ' : 'Its '}${count} keys work again from the next request on.`;
  },
  deactivateTitle: (name) => `Deactivate ${name}?`,
  deactivateText(count, orMore) {
    if (count === 0)
      return 'None of its keys work now, and no new ones can be created while it is deactivated.';
    if (count === 1) return 'It has one live key. From the next request on, it is refused with 401.';
    return `It has ${orMore ? 'more than ' : ''}${count} live keys. From the next request on, they are refused with 401.`;
  },
  lastUsed: (key) => `Last used: ${key},`,
  undo: 'Nothing is deleted: activate the account again, and its keys work as before.',
  wasAdded: (name) => `${name} was added.`,
  createKey: 'Create its first key',
  wasActivated: (name) => `${name} is active. Its keys work again.`,
  wasDeactivated: (name) => `${name} is deactivated. Its keys are refused from now on.`,
  chooseSomething: 'Choose what the account may do.',
  nameTaken: 'Another service account has this name. Choose a different one.',
  full: (limit) => `There are already ${limit} service accounts, and there can’t be more.`,
};

export const deServices: ServiceTexts = {
  title: 'Dienstkonten',
  kind: 'Dienstkonto',
  intro:
    'Ein Dienstkonto hat Schlüssel, die keiner Person und keinem Team gehören, zum Beispiel für ein Deployment. Sie gelten weiter, auch wenn jemand geht.',
  emptyTitle: 'Legen Sie das erste Dienstkonto an',
  emptyText:
    'Am besten eines für jede Pipeline und jeden Dienst. Dann lässt sich eines deaktivieren, ohne dass die anderen ausfallen.',
  name: 'Name',
  state: 'Status',
  permissions: 'Rechte',
  addedBy: 'Angelegt von',
  added: 'Angelegt',
  actions: 'Aktionen',
  active: 'Aktiv',
  deactivated: 'Deaktiviert',
  noPermissions: 'Keine: Seine Schlüssel dürfen nichts',
  keys: 'Schlüssel',
  activate: 'Aktivieren',
  deactivate: 'Deaktivieren',
  actionsFor: (name) => `Aktionen für ${name}`,
  add: 'Dienstkonto anlegen',
  addTitle: 'Dienstkonto anlegen',
  nameHint: 'Was die Schlüssel benutzt, etwa „Nightly Build“. 1 bis 100 Zeichen.',
  permissionsHint: 'Mehr dürfen seine Schlüssel nie.',
  cancel: 'Abbrechen',
  activateTitle: (name) => `${name} aktivieren?`,
  activateText(count, orMore) {
    if (count === 0)
      return 'Es hat keine Schlüssel, die dann wieder gelten. Danach lassen sich neue erstellen.';
    if (count === 1) return 'Sein Schlüssel gilt ab der nächsten Anfrage wieder.';
    return `${orMore ? 'Mehr als ' : 'Seine '}${count} Schlüssel gelten ab der nächsten Anfrage wieder.`;
  },
  deactivateTitle: (name) => `${name} deaktivieren?`,
  deactivateText(count, orMore) {
    if (count === 0)
      return 'Zurzeit gilt keiner seiner Schlüssel. Solange das Konto deaktiviert ist, lassen sich auch keine erstellen.';
    if (count === 1) return 'Ein Schlüssel gilt. Ab der nächsten Anfrage wird er abgelehnt (401).';
    return `${orMore ? 'Mehr als ' : ''}${count} Schlüssel gelten. Ab der nächsten Anfrage werden sie abgelehnt (401).`;
  },
  lastUsed: (key) => `Zuletzt benutzt: ${key},`,
  undo: 'Es wird nichts gelöscht: Aktivieren Sie das Konto wieder, gelten seine Schlüssel wie zuvor.',
  wasAdded: (name) => `${name} wurde angelegt.`,
  createKey: 'Ersten Schlüssel erstellen',
  wasActivated: (name) => `${name} ist aktiv. Seine Schlüssel gelten wieder.`,
  wasDeactivated: (name) => `${name} ist deaktiviert. Seine Schlüssel werden ab sofort abgelehnt.`,
  chooseSomething: 'Wählen Sie, was das Konto darf.',
  nameTaken: 'So heißt schon ein anderes Dienstkonto. Wählen Sie einen anderen Namen.',
  full: (limit) => `Es gibt bereits ${limit} Dienstkonten. Mehr sind nicht möglich.`,
};
