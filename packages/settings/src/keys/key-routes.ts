import type { HonoContext, OwnerPageContext, PageDeps } from '../page-context.js';

/** Where the pages of one kind of owner are, and who asks for them. */
export interface KeyRoutes {
  /** The path of the list of keys, for the router: `/teams/:teamId/keys`. */
  readonly path: string;
  /** Returns the context of a request, or throws as `ownerPageContext` does. */
  readonly contextOf: (c: HonoContext) => Promise<OwnerPageContext>;
  readonly deps: PageDeps;
}
