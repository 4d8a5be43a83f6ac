import { type EstablishedRequests, establishedRequests } from '@postern/http';
import type { Context } from 'hono';
import type { Refuse } from './refuse.js';

/** What `apiKeyAuth` established, for `principalOf` and the requirements behind it. */
export const requests: EstablishedRequests<Context, Refuse> = establishedRequests(
  'An application that is added by mount gets a copy of the request: add it by route, or use apiKeyAuth inside it.',
);
