import type { Section } from '../section.js';
import { httpFigures } from './http-figures.js';

export const section: Section = {
  name: 'http',
  title: 'Behind HTTP',
  prose: [
    'A server in a process of its own returns the same few bytes of JSON from a bare route and from routes that take a key and require a scope. autocannon sends requests from another process over 50 connections, each with keys of its own, and sends the same headers to the bare route. The file has 10,000 records, of which 100 are used; their hashes have the default cost. Each token is proven once before the rounds.',
    'If the client is the limit, requests per second hide what a guard costs. So the CPU time of the server process, over all of its threads, is read before and after each round and divided by the number of responses. Of the refused tenth, a third each are malformed, unknown and revoked. better-auth runs at the fastest settings that keep database and hashing, behind the same framework, in a process of its own. The guard that verifies nothing is a middleware that waits for the handler and sets the two headers that a guarded response needs, `Vary` and `Cache-Control`. The targets compare with it, because any guard costs that much. With Hono, that is a lot: `@hono/node-server` has a fast path, which a request leaves if its handler is awaited, or if its response has headers of its own.',
  ],
  whyMissed: {
    'Hono: requests per second, protected ÷ the guard that verifies nothing':
      '**Hono, requests per second.** Here the server is the limit, not the client: a request without a guard takes it so little time that whatever is added shows in full. See the CPU figures.',
    'Hono: server CPU, the guard that verifies nothing ÷ protected':
      '**Hono, CPU.** Both set two headers and wait for the handler, so the difference is the verification: finding the credential among the header lines, a checksum, one SHA-256, lookups of record, proof, owner and last use, and the promises and objects of all of them. Requests of one turn cannot share these. What they do share (the turn, the check of the file, the question whether anything was committed) is divided by the number of requests in a turn.',
    'Express: requests per second, protected ÷ the guard that verifies nothing':
      '**Express, requests per second.** The server is the limit; see the CPU figures.',
    'Express: server CPU, the guard that verifies nothing ÷ protected':
      '**Express, CPU.** Both set two headers, so the difference is the verification. Postern also waits for the moment when headers are written, because a handler may set its own `Vary` and `Cache-Control`.',
  },
  run: httpFigures,
};
