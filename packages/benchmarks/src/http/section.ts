import type { Section } from '../section.js';
import { httpFigures } from './http-figures.js';

export const section: Section = {
  name: 'http',
  title: 'Behind HTTP',
  prose: [
    'A server in a process of its own answers the same few bytes of JSON at a bare route and at routes that take a key and ask for a scope; autocannon asks from another process over 50 connections, each with keys of its own, and sends the same headers to the bare route. There are 10,000 records in the file, 100 of which are asked for; their hashes are of the default cost. Each token is proven once before the rounds.',
    'Requests per second hide what a guard costs where the client is the limit, so the CPU time of the server process, all of its threads together, is read before and after each round and divided by the answers. Of the refused tenth, a third each are malformed, unknown and revoked. better-auth runs at the fastest settings that keep database and hashing, behind the same framework, in a process of its own.',
  ],
  run: httpFigures,
};
