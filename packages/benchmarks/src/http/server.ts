export type Framework = 'hono' | 'express';

/** What guards the routes of one server. */
export type ServerSetup =
  | {
      readonly framework: Framework;
      readonly guard: 'postern';
      /** The database of the keys. */
      readonly file: string;
      /** The database of the people. */
      readonly peopleFile: string;
    }
  | { readonly framework: Framework; readonly guard: 'better-auth'; readonly keyCount: number };

/** What a server reports when it is ready. */
export interface Serving {
  readonly url: string;
  /** The tokens that the server issued itself, if it is better-auth's. */
  readonly tokens: readonly string[];
}

/** What every route returns, guarded or not. */
export const body: { readonly agents: readonly string[] } = { agents: ['researcher', 'writer'] };

/** What a guard sets on each response, besides what it verifies. */
export const responseHeaders: Readonly<Record<string, string>> = {
  Vary: 'Authorization, X-Api-Key',
  'Cache-Control': 'private, no-store',
};

/** What a guarded route requires. */
export const requirements: { readonly scopes: readonly string[] } = { scopes: ['agents:read'] };

/** Checks whether a token is valid for a request. This is how better-auth guards a route. */
export type Check = (token: string | undefined) => Promise<boolean>;

/** The guards, by path. */
export interface Guards<Keys> {
  readonly keys: Readonly<Record<string, Keys>>;
  readonly checks: Readonly<Record<string, Check>>;
}
