import type { Section } from '../section.js';
import { floodFigures } from './flood-figures.js';

export const section: Section = {
  name: 'flood',
  title: 'Under a flood of forged tokens',
  prose: [
    'A Hono server, a client that sends 200 valid requests a second with 100 warm keys, and a flooder that sends 2,000 forged ones a second, each in a process of its own. Both send by the clock, whether or not there were answers to what they sent before; a request is timed from its sending to the last byte of its answer. Every forged token is new. The flooder is warmed up, and forges before it sends.',
    'Malformed tokens have a character outside the alphabet. Unknown ones are well formed. Those with a wrong secret bear the ID of a real key, of all 100 in turn. Without check keys their checksum is right, so that a wrong secret can only be told by Argon2id; with check keys the flooder can but guess the check.',
  ],
  run: floodFigures,
};
