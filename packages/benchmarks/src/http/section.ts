import type { Section } from '../section.js';
import { httpFigures } from './http-figures.js';

export const section: Section = {
  name: 'http',
  title: 'Behind HTTP',
  prose: [
    'A server in a process of its own returns the same few bytes of JSON from a bare route and from routes that take a key and require a scope. autocannon sends requests from another process over 50 connections, each with keys of its own, and sends the same headers to the bare route. The file has 10,000 records, of which 100 are used; their hashes have the default cost. Each token is proven once before the rounds.',
    'If the client is the limit, requests per second hide what a guard costs. So the CPU time of the server process, over all of its threads, is read before and after each round and divided by the number of responses. Of the refused tenth, a third each are malformed, unknown and revoked. better-auth runs at the fastest settings that keep database and hashing, behind the same framework, in a process of its own. The second row is not a guard at all: it is a middleware that waits for the handler and sets the two headers that a guarded response needs, `Vary` and `Cache-Control`.',
  ],
  whyMissed: {
    'Hono: requests per second, protected ÷ bare':
      '**Hono, requests per second.** Here the server is the limit, not the client: a bare request takes it no longer than a few warm verifications, so everything that is added shows in full. The second row verifies nothing and is already below the bound: `@hono/node-server` has a fast path, which an awaited handler and a response with headers of its own both leave. To come within a twentieth of the bare route, a guard would have to cost less than one indexed read.',
    'Hono: server CPU, bare ÷ protected':
      '**Hono, CPU.** The second row shows what every guard adds that keeps responses from being served to other callers. The rest is the verification: a read (`get`, `findEach`) and an HMAC (`init`, `Hmac`, `digest`) for each request, which requests of one turn cannot share. What they do share (a transaction, its locks, the check of the file) is divided by about thirty.',
    'Express: requests per second, protected ÷ bare':
      '**Express, requests per second.** The server is the limit; see the CPU figures.',
    'Express: server CPU, bare ÷ protected':
      '**Express, CPU.** The added cost is the verification itself, a read and an HMAC per request.',
  },
  run: httpFigures,
};
