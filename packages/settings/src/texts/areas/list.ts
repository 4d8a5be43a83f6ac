/** The texts of the list of keys. */
export interface ListTexts {
  /** What a screen reader calls the menu of a key. */
  readonly actionsFor: (name: string) => string;
  readonly live: string;
  readonly all: string;
  readonly older: string;
  readonly noKeys: string;
  readonly addKey: string;
}

export const enList: ListTexts = {
  actionsFor: (name) => `Actions for ${name}`,
  live: 'Live',
  all: 'All',
  older: 'Older keys',
  noKeys: 'There are no keys here.',
  addKey: 'Add Key',
};

export const deList: ListTexts = {
  actionsFor: (name) => `Aktionen für ${name}`,
  live: 'Gültige',
  all: 'Alle',
  older: 'Ältere Schlüssel',
  noKeys: 'Hier gibt es keine Schlüssel.',
  addKey: 'Schlüssel hinzufügen',
};
