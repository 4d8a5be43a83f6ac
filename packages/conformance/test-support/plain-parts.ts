import type { IncomingMessage, Server } from 'node:http';
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
import type { MiddlewareSetup } from '../src/middleware/subject.js';

export type Headers = Readonly<Record<string, string>>;
export type MakeBody = (refusal: HttpRefusal) => string;

/** What an adapter decides by itself. A defect replaces some of it. */
export interface PlainParts {
  keysOf(keys: MiddlewareSetup['keys']): MiddlewareSetup['keys'];
  optionsOf(options: MiddlewareSetup['options']): MiddlewareSetup['options'];
  rawHeadersOf(req: IncomingMessage): readonly string[];
  authenticate(
    auth: Authenticator,
    req: IncomingMessage,
    rawHeaders: readonly string[],
  ): Promise<Authentication>;
  judge(req: IncomingMessage, requirement: Requirement): Promise<AuthorizationResult<MakeBody>>;
  principalOf(req: IncomingMessage): Principal;
  /** What is answered in place of a refusal. */
  refusalOf(answer: ProblemResponse, req: IncomingMessage): ProblemResponse;
  /** Whose headers count: the refusal's, those of `onRefused`, or those of earlier middleware. */
  refusedHeaders(refusal: Headers, own: Headers): Headers;
  /** The headers where `onRefused` rejects. */
  failedHeaders: Headers;
  /** The headers of a response whose handler, or earlier middleware, set these. */
  responseHeaders(own: Headers): Headers;
  /** What becomes of a response in pieces. */
  piecesOf(pieces: readonly string[]): readonly string[];
  /** The second of two `apiKeyAuth`: its options, or those in its place. */
  secondOf(first: MiddlewareSetup['options'], second: MiddlewareSetup['options']): MiddlewareSetup['options'];
  names: readonly string[];
  prepare(server: Server): void;
}

/** One way to break a sound adapter. */
export type Defect = (sound: PlainParts) => Partial<PlainParts>;

/** As an adapter keeps them. */
export const requests: AuthenticatedRequests<IncomingMessage, MakeBody> = authenticatedRequests();

/** An adapter that fulfils the contract. */
export const soundParts: PlainParts = {
  keysOf: (keys) => keys,
  optionsOf: (options) => options,
  rawHeadersOf: (req) => req.rawHeaders,
  authenticate: (auth, req, rawHeaders) =>
    auth.authenticate({ method: req.method ?? '', url: req.url ?? '', rawHeaders }),
  judge: async (req, requirement) => requests.authorize(req, requirement),
  principalOf: (req) => requests.principalOf(req),
  refusalOf: (answer) => answer,
  refusedHeaders: (refusal, own) => ({
    ...own,
    ...refusal,
    ...(refusal.Vary && { Vary: mergeVary(own.Vary) }),
  }),
  failedHeaders: { 'Cache-Control': 'no-store', Vary: mergeVary('') },
  responseHeaders: (own) => ({ 'Cache-Control': defaultCacheControl, ...own, Vary: mergeVary(own.Vary) }),
  piecesOf: (pieces) => pieces,
  secondOf: (_, second) => second,
  names: ['apiKeyAuth', 'requireScopes', 'requireKinds'],
  prepare: () => undefined,
};
