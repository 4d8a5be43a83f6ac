import type { IncomingMessage } from 'node:http';
import { type EstablishedRequests, establishedRequests } from '@postern/http';
import type { OnRefused } from './refuse.js';

/** What `apiKeyAuth` established, for `principalOf` and the requirements behind it. */
export const requests: EstablishedRequests<IncomingMessage, OnRefused> = establishedRequests();
