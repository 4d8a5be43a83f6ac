import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Principal } from '@postern/core';
import {
  type AuthenticatedRequests,
  type Authentication,
  type Authenticator,
  type AuthorizationResult,
  authenticatedRequests,
  defaultCacheControl,
  type HttpRefusal,
  mergeVary,
  type ProblemResponse,
  type Requirement,
} from '@postern/http';
import { removeHeaders } from '@postern/http/node';
import type { MiddlewareSetup } from '../src/middleware/subject.js';

export type Headers = Readonly<Record<string, string>>;
export type Refuse = (req: IncomingMessage, res: ServerResponse, refusal: HttpRefusal) => void;

/** The decisions of an adapter. A defect replaces some of them. */
export interface PlainParts {
  keysOf(keys: MiddlewareSetup['keys']): MiddlewareSetup['keys'];
  optionsOf(options: MiddlewareSetup['options']): MiddlewareSetup['options'];
  rawHeadersOf(req: IncomingMessage): readonly string[];
  authenticate(
    auth: Authenticator,
    req: IncomingMessage,
    rawHeaders: readonly string[],
  ): Promise<Authentication>;
  /** Whether something else has responded in the meantime. */
  isAnswered(res: ServerResponse): boolean;
  /** The middlewares of two services that are used, in this order. */
  guardsOf(both: readonly Authenticator[]): readonly Authenticator[];
  remove(req: IncomingMessage, headers: readonly string[]): void;
  judge(req: IncomingMessage, requirement: Requirement): Promise<AuthorizationResult<Refuse>>;
  principalOf(req: IncomingMessage): Principal;
  /** The response to send for a refusal. */
  refusalOf(answer: ProblemResponse, req: IncomingMessage): ProblemResponse;
  /** Merges the headers of a refusal with those of `onRefused` or of earlier middleware. */
  refusedHeaders(refusal: Headers, own: Headers): Headers;
  /** Whether a value that `onRefused` rejects with is taken for an error. If not, the handler runs. */
  isError(thrown: unknown): boolean;
  /** The headers of the response if `onRefused` rejects. */
  failedHeaders: Headers;
  /** The headers of a response whose handler or earlier middleware set `own`. */
  responseHeaders(own: Headers): Headers;
  /** The pieces of a streamed response that are sent. */
  piecesOf(pieces: readonly string[]): readonly string[];
  /** The options of the second of two `apiKeyAuth`. */
  secondOf(first: MiddlewareSetup['options'], second: MiddlewareSetup['options']): MiddlewareSetup['options'];
  names: readonly string[];
  prepare(server: Server): void;
}

/** One way to break a sound adapter. */
export type Defect = (sound: PlainParts) => Partial<PlainParts>;

/** The requests that an adapter has authenticated. */
export const requests: AuthenticatedRequests<IncomingMessage, Refuse> = authenticatedRequests();

/** An adapter that fulfils the contract. */
export const soundParts: PlainParts = {
  keysOf: (keys) => keys,
  optionsOf: (options) => options,
  rawHeadersOf: (req) => req.rawHeaders,
  authenticate: (auth, req, rawHeaders) =>
    auth.authenticate({ method: req.method ?? '', url: req.url ?? '', rawHeaders }),
  isAnswered: (res) => res.headersSent,
  guardsOf: (both) => both,
  remove: removeHeaders,
  judge: async (req, requirement) => requests.authorize(req, requirement),
  principalOf: (req) => requests.principalOf(req),
  refusalOf: (answer) => answer,
  refusedHeaders: (refusal, own) => ({
    ...own,
    ...refusal,
    ...(refusal.Vary && { Vary: mergeVary(own.Vary) }),
  }),
  isError: () => true,
  failedHeaders: { 'Cache-Control': 'no-store', Vary: mergeVary('') },
  responseHeaders: (own) => ({ 'Cache-Control': defaultCacheControl, ...own, Vary: mergeVary(own.Vary) }),
  piecesOf: (pieces) => pieces,
  secondOf: (_, second) => second,
  names: ['apiKeyAuth', 'requireScopes', 'requireKinds'],
  prepare: () => undefined,
};
