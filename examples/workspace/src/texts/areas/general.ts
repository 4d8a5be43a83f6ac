/** What every page has: its name, the sidebar and the way out. */
export interface GeneralTexts {
  /** The name of the product, in the title of a page and above the sidebar. */
  readonly product: string;
  /** A heading of the sidebar, above what concerns the whole organisation. */
  readonly organisation: string;
  /** A heading of the sidebar, above what people build with. */
  readonly build: string;
  readonly signOut: string;
}

export const enGeneral: GeneralTexts = {
  product: 'Workspace',
  organisation: 'Organisation',
  build: 'Build',
  signOut: 'Sign out',
};

export const deGeneral: GeneralTexts = {
  product: 'Workspace',
  organisation: 'Organisation',
  build: 'Entwickeln',
  signOut: 'Abmelden',
};
