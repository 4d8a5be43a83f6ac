import { together } from '../harness/together.js';
import type { Section } from '../section.js';
import { createsFigures } from './creates-figures.js';
import { floodFigures } from './flood-figures.js';

export const section: Section = {
  name: 'flood',
  title: 'Under a flood',
  prose: [
    'A Hono server, a client that sends 200 valid requests a second with 100 warm keys, and a flooder that sends 2,000 forged ones a second, each in a process of its own. Both send by the clock, whether or not there were answers to what they sent before; a request is timed from its sending to the last byte of its answer. Every forged token is new. The flooder is warmed up, and forges before it sends.',
    'Malformed tokens have a character outside the alphabet. Unknown ones are well formed. Those with a wrong secret bear the ID of a real key, of all 100 in turn. Without check keys their checksum is right, so that a wrong secret can only be told by Argon2id; with check keys the flooder can but guess the check.',
    'The last table has a member who is signed in and keeps 60 creates in flight, in a service that also verifies the keys of other owners: warm ones, and cold ones, each for the first time in this process.',
  ],
  whyMissed: {
    'with check keys, flood of malformed: p99 ÷ quiet':
      '**With check keys, malformed.** A forged token is told without a read and without a hash; `writev` is the answer to it, and stands for about half of all. Eleven times as many requests come as in the quiet, and three processes share two cores: the p99 of a round is the third-worst of some 240 valid requests, which met a burst, the collector or another process. The p50 is about that of the quiet.',
    'without check keys, flood of malformed: p99 ÷ quiet':
      '**Without check keys, malformed.** As with check keys: `writev` is the answer to the flood, and the rest is what the server does for any request.',
    'with check keys, flood of unknown: p99 ÷ quiet':
      '**With check keys, unknown.** A forged token is told without a read and without a hash; `writev` is the answer to it, and stands for about half of all. Eleven times as many requests come as in the quiet, and three processes share two cores: the p99 of a round is the third-worst of some 240 valid requests, which met a burst, the collector or another process. The p50 is about that of the quiet.',
    'without check keys, flood of unknown: p99 ÷ quiet':
      '**Without check keys, unknown.** As with check keys: `writev` is the answer to the flood, and the rest is what the server does for any request.',
    'with check keys, flood of wrong secret: p99 ÷ quiet':
      '**With check keys, wrong secret.** A forged token is told without a read and without a hash; `writev` is the answer to it, and stands for about half of all. Eleven times as many requests come as in the quiet, and three processes share two cores: the p99 of a round is the third-worst of some 240 valid requests, which met a burst, the collector or another process. The p50 is about that of the quiet.',
    'without check keys, flood of wrong secret: p99 ÷ quiet':
      '**Without check keys, wrong secret.** Only Argon2id can tell these, so one hash is always under way, on one of two cores. The other one is shared by the main thread, the client, the flooder and the collector. A hash of 19 MiB also takes the caches and the memory bus from whoever runs beside it. No valid request is refused, and the median hardly moves; the tail is the time that the scheduler gives to others. Check keys make such tokens as cheap as any other forged one, which is what they are for.',
  },
  run: async (options) => together([await floodFigures(options), await createsFigures(options)]),
};
