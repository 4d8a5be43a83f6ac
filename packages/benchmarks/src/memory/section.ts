import type { Section } from '../section.js';
import { memoryFigures } from './memory-figures.js';

export const section: Section = {
  name: 'memory',
  title: 'Memory',
  prose: [
    'What a remembered proof takes: 100,000 tokens are verified once each by a service that may remember 100,000 proofs, and by one that may remember a single one; the difference is the memo, heap and buffers together, after a full garbage collection. Records and tokens are in memory before, and hashes are strings of the usual length that a fast digest makes, since the memo does not know where they come from.',
    'What long use leaves behind: ten million warm verifications of 10,000 keys on SQLite, 32 in flight, uses recorded and written in the background as always. The memory is measured after each million, after a full garbage collection; a machine that is too slow for all of them within 100 seconds does fewer, and the table says how many.',
  ],
  run: memoryFigures,
};
