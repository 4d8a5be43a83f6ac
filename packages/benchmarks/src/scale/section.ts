import type { Section } from '../section.js';
import { scaleFigures } from './scale-figures.js';

const whyScattered =
  'The pages of 10,000 keys fit into the reader’s cache of 64 MiB, but not into the processor’s caches, and a write by any connection empties the reader’s cache. `mmap_size` is not used: if another tool truncated the file, the process would crash (SIGBUS) instead of reporting a fault.';

export const section: Section = {
  name: 'scale',
  title: 'Scale',
  prose: [
    'The same 10,000 keys are verified in files of different sizes: alone, among 1,000,000, and, with `npm run bench -- --scale-10m`, among 10,000,000. The other rows are inserted with SQL, with the hash of another key, because no request uses them. The verified keys are scattered among them. No file is larger than the memory of the machine, and the system has read each of them before.',
    'Postern remembers 10,000 records, so as long as nothing is committed to the file, it reads none of them again, and the size of the file does not matter. “Never in memory” are the same keys, in the same order, with `rememberedRecords: 5000`: by the time a key’s turn comes again, its record has been forgotten, and is read from the file. All of them are in the memo of proofs.',
    'New keys go through `issue`, 32 at a time, and are on disk before it resolves: once with a hash that costs next to nothing, which shows the storage, and once with the default cost, which is what a service sees. Bytes are the size of the file divided by its rows, indexes included. Only the last column counts the audit entry that each issue leaves.',
  ],
  whyMissed: {
    'scale: time among 1,000,000 rows ÷ among 10,000': `**Scale.** A remembered record costs the same whatever the size of the file. What differs is how long it takes to read all of them again, whenever Postern has written the last uses. The keys are scattered, so nearly every key is on a page of its own, and the path to it is one level of the tree longer. ${whyScattered}`,
    'scale: time among 10,000,000 rows ÷ among 10,000': `**Ten million.** As with a million, the difference is in reading the records again. The keys are scattered, so nearly every key is on a page of its own, and the path to it is longer still. ${whyScattered}`,
  },
  run: scaleFigures,
};
