/**
 * A hook for the routes of any application: with `{ onRequest: hook }` for one route, with `addHook` for all of a
 * scope. Its parameters are what the requests and replies of all servers and type providers have in common.
 */
export type RouteHook = (request: AnyRequest, reply: AnyReply, done: Done) => void;

/** The parts of a request that are used. Its body never is. */
export interface AnyRequest {
  readonly method: string;
  /** As it was sent: `rewriteUrl` and middleware may have rewritten `url`. */
  readonly originalUrl: string;
  readonly raw: { readonly rawHeaders: readonly string[] };
}

/** The parts of a reply by which one is recognised. */
export interface AnyReply {
  readonly raw: object;
  readonly sent: boolean;
}

/** Goes on to the next hook or the handler. With an error, goes to the error handler instead. */
type Done = (error?: Error) => void;
