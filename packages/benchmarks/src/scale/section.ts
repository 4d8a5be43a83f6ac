import type { Section } from '../section.js';
import { scaleFigures } from './scale-figures.js';

export const section: Section = {
  name: 'scale',
  title: 'Scale',
  prose: [
    'The same 10,000 keys are verified in files of different size: alone, among 1,000,000, and, with `npm run bench -- --scale-10m`, among 10,000,000. The other rows are put there by SQL, with the hash of another key, since nobody asks for them. The keys that are asked for lie scattered among them. No file is larger than the memory of the machine, and the system has read each of them before.',
    'What is issued goes through `issue`, 32 at a time, and is on the disk before it is answered: once with a hash that costs next to nothing, which shows the storage, and once with the default cost, which is what a service sees. Bytes are those of the file by its rows, indexes included; the audit entry that each issue leaves is counted in the last column alone.',
  ],
  whyMissed: {
    'scale: time among 1,000,000 rows ÷ among 10,000':
      '**Scale.** The keys lie scattered, so nearly each has a page of its own, and the way to it is one level of the tree longer. The profile shows it: the share of `get` doubles. The pages of 10,000 keys fit into the reader’s cache of 64 MiB, but not into those of the processor, and a write by any connection empties what the reader has kept. `mmap_size` is not used: a file that is cut short by another tool would then end the process (SIGBUS) instead of giving a fault.',
    'scale: time among 10,000,000 rows ÷ among 10,000':
      '**Ten million.** The keys lie scattered, so nearly each has a page of its own, and the way to it is longer still. The profile shows it: the share of `get` doubles. The pages of 10,000 keys fit into the reader’s cache of 64 MiB, but not into those of the processor, and a write by any connection empties what the reader has kept. `mmap_size` is not used: a file that is cut short by another tool would then end the process (SIGBUS) instead of giving a fault.',
  },
  run: scaleFigures,
};
