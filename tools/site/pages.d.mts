/** A page of the site. */
export interface SitePage {
  /** Its file, from the root of the repository. */
  readonly source: string;
  /** Its address, below the base of the site. */
  readonly url: string;
  readonly title: string;
  readonly summary: string;
}

/** All pages of the site that are files of the repository. */
export declare function sitePages(): readonly SitePage[];

/** Markdown files that readers would look for, and that are not in docs/README.md. */
export declare function forgottenPages(): readonly string[];
