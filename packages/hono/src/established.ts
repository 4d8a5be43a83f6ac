import { type EstablishedRequests, establishedRequests } from '@postern/http';
import type { Context } from 'hono';
import type { OnRefused } from './refuse.js';

/** What `apiKeyAuth` established, for `principalOf` and the requirements behind it. */
export const requests: EstablishedRequests<Context, OnRefused> = establishedRequests();
