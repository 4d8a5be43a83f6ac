/** What every page has: its name, the sidebar and the way out. */
export interface GeneralTexts {
  /** The name of the product, in the title of a page and above the sidebar. */
  readonly product: string;
  /** A heading of the sidebar, above what concerns the whole organisation. */
  readonly organisation: string;
  /** A heading of the sidebar, above what people build with. */
  readonly build: string;
  readonly settings: string;
  /** There was no response to a form. */
  readonly noAnswer: string;
  readonly copy: string;
  readonly copyOf: (what: string) => string;
  readonly copied: string;
  readonly copyByHand: string;
}

export const enGeneral: GeneralTexts = {
  product: 'Workspace',
  organisation: 'Organisation',
  build: 'Build',
  settings: 'Settings',
  noAnswer: 'There was no response. Check whether the change was made before you try again.',
  copy: 'Copy',
  copyOf: (what) => `Copy: ${what}`,
  copied: 'Copied',
  copyByHand: 'Copy it by hand: it is selected.',
};

export const deGeneral: GeneralTexts = {
  product: 'Workspace',
  organisation: 'Organisation',
  build: 'Entwickeln',
  settings: 'Einstellungen',
  noAnswer:
    'Es kam keine Antwort. Sehen Sie nach, ob die Änderung schon erfolgt ist, bevor Sie es noch einmal versuchen.',
  copy: 'Kopieren',
  copyOf: (what) => `Kopieren: ${what}`,
  copied: 'Kopiert',
  copyByHand: 'Bitte von Hand kopieren: Der Text ist markiert.',
};
