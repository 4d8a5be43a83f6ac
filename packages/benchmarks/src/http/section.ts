import type { Section } from '../section.js';
import { httpFigures } from './http-figures.js';

export const section: Section = {
  name: 'http',
  title: 'Behind HTTP',
  prose: [
    'A server in a process of its own answers the same few bytes of JSON at a bare route and at routes that take a key and ask for a scope; autocannon asks from another process over 50 connections, each with keys of its own, and sends the same headers to the bare route. There are 10,000 records in the file, 100 of which are asked for; their hashes are of the default cost. Each token is proven once before the rounds.',
    'Requests per second hide what a guard costs where the client is the limit, so the CPU time of the server process, all of its threads together, is read before and after each round and divided by the answers. Of the refused tenth, a third each are malformed, unknown and revoked. better-auth runs at the fastest settings that keep database and hashing, behind the same framework, in a process of its own. The second row is no guard at all: a middleware that waits for the handler and sets the two headers that a guarded response needs, `Vary` and `Cache-Control`.',
  ],
  whyMissed: {
    'Hono: requests per second, protected ÷ bare':
      '**Hono, requests per second.** Here the server is the limit, not the client: a bare request takes it no longer than a few warm verifications, so what is added shows in full. The second row verifies nothing, and is already below the bound: a handler that is waited for, and a response with headers of its own, leave the short way that `@hono/node-server` has for neither. To come within a twentieth of the bare route, a guard would have to cost less than one indexed read.',
    'Hono: server CPU, bare ÷ protected':
      '**Hono, CPU.** The second row shows what any guard adds here that keeps responses from other callers. The rest is the verification: a read (`get`, `findEach`) and an HMAC (`init`, `Hmac`, `digest`) for each request, which requests of one turn can not share; what they do share (a transaction, its locks, the look at the file) is divided by some thirty.',
    'Express: requests per second, protected ÷ bare':
      '**Express, requests per second.** See the CPU: the server is the limit.',
    'Express: server CPU, bare ÷ protected':
      '**Express, CPU.** What is added is the verification itself, a read and an HMAC per request.',
  },
  run: httpFigures,
};
