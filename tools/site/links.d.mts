import type { SitePage } from './pages.mjs';

/** Rewrites the links of a page for the site. Throws if one leads nowhere. */
export declare function resolveLinks(page: {
  readonly source: string;
  readonly markdown: string;
  readonly pages: readonly SitePage[];
}): string;
