import type { Section } from '../section.js';
import { memoryFigures } from './memory-figures.js';

export const section: Section = {
  name: 'memory',
  title: 'Memory',
  prose: [
    'The size of a remembered proof: 100,000 tokens are verified once each by a service that may remember 100,000 proofs, and by one that may remember only one. The difference is the memo, heap and buffers together, after a full garbage collection. Records and tokens are in memory beforehand, and hashes are strings of the usual length created by a fast digest, because the memo does not know where they come from.',
    'The size of a remembered record: 10,000 keys are verified once each with a SQLite storage at its defaults, and with one that remembers no records. The difference is what the storage remembers. Each record has a hash of the usual length, an owner of its own with a UUID, three scopes and an expiry. SQLite’s own cache of pages is not counted: it is there in both cases, and at most 64 MiB.',
    'Memory after long use: ten million warm verifications of 10,000 keys on SQLite, 32 in flight, with uses recorded and written in the background as usual. Memory is measured after each million, after a full garbage collection. A machine that is too slow for all of them within 100 seconds does fewer, and the table says how many.',
  ],
  run: memoryFigures,
};
