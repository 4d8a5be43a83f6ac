export type Framework = 'hono' | 'express';

/** What stands in front of the routes of one server. */
export type ServerSetup =
  | {
      readonly framework: Framework;
      readonly guard: 'postern';
      /** Where the keys are. */
      readonly file: string;
      /** Where the people are. */
      readonly peopleFile: string;
    }
  | { readonly framework: Framework; readonly guard: 'better-auth'; readonly keyCount: number };

/** What a server says of itself. */
export interface Serving {
  readonly url: string;
  /** Those that it made itself: better-auth's. */
  readonly tokens: readonly string[];
}

/** What every route answers, guarded or not. */
export const body: { readonly agents: readonly string[] } = { agents: ['researcher', 'writer'] };

/** What a guard sets on each response, besides what it verifies. */
export const responseHeaders: Readonly<Record<string, string>> = {
  Vary: 'Authorization, X-Api-Key',
  'Cache-Control': 'private, no-store',
};

/** What a guarded route asks for. */
export const requirements: { readonly scopes: readonly string[] } = { scopes: ['agents:read'] };

/** Says of a token whether it is good for a request: how better-auth is put in front. */
export type Check = (token: string | undefined) => Promise<boolean>;

/** By path, what stands in front of it. */
export interface Guards<Keys> {
  readonly keys: Readonly<Record<string, Keys>>;
  readonly checks: Readonly<Record<string, Check>>;
}
