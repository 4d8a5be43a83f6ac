import { mergeResults } from '../harness/merge-results.js';
import type { Section } from '../section.js';
import { createsFigures } from './creates-figures.js';
import { floodFigures } from './flood-figures.js';

const withCheckKeys =
  'A forged token is detected without a read and without a hash; `writev` sends its response, and is about half of the profile. There are eleven times as many requests as without a flood, and three processes share two cores: the p99 of a round is the third-worst of some 240 valid requests, which met a burst, the garbage collector or another process. The p50 is about the same as without a flood.';
const withoutCheckKeys =
  'As with check keys: `writev` sends the responses to the flood, and the rest is what the server does for any request.';

export const section: Section = {
  name: 'flood',
  title: 'Under a flood',
  prose: [
    'A Hono server, a client that sends 200 valid requests per second with 100 warm keys, and a flooder that sends 2,000 forged ones per second, each in a process of its own. Both send by the clock, whether or not their earlier requests were answered. A request is timed from when it is sent to the last byte of its response. Every forged token is new. The flooder is warmed up, and forges the tokens before it sends them.',
    'Malformed tokens have a character outside the alphabet. Unknown ones are well formed. Those with a wrong secret have the ID of a real key, using all 100 in turn. Without check keys their checksum is correct, so only Argon2id can detect a wrong secret; with check keys the flooder can only guess the check.',
    'In the last table, a signed-in member keeps 60 creates in flight, in a service that also verifies the keys of other owners: warm keys, and cold keys, each for the first time in this process.',
  ],
  whyMissed: {
    'with check keys, flood of malformed: p99 ÷ quiet': `**With check keys, malformed.** ${withCheckKeys}`,
    'without check keys, flood of malformed: p99 ÷ quiet': `**Without check keys, malformed.** ${withoutCheckKeys}`,
    'with check keys, flood of unknown: p99 ÷ quiet': `**With check keys, unknown.** ${withCheckKeys}`,
    'without check keys, flood of unknown: p99 ÷ quiet': `**Without check keys, unknown.** ${withoutCheckKeys}`,
    'with check keys, flood of wrong secret: p99 ÷ quiet': `**With check keys, wrong secret.** ${withCheckKeys}`,
    'without check keys, flood of wrong secret: p99 ÷ quiet':
      '**Without check keys, wrong secret.** Only Argon2id can detect these, so a hash is always running on one of the two cores. The main thread, the client, the flooder and the garbage collector share the other one. A hash of 19 MiB also takes caches and memory bandwidth from everything that runs next to it. No valid request is refused, and the median hardly moves; the tail is the time that the scheduler gives to others. Check keys make such tokens as cheap as any other forged one, which is what they are for.',
  },
  run: async (options) => mergeResults([await floodFigures(options), await createsFigures(options)]),
};
