import type { Section } from '../section.js';
import { scaleFigures } from './scale-figures.js';

export const section: Section = {
  name: 'scale',
  title: 'Scale',
  prose: [
    'The same 10,000 keys are verified in files of different size: alone, among 1,000,000, and, with `npm run bench -- --scale-10m`, among 10,000,000. The other rows are put there by SQL, with the hash of another key, since nobody asks for them. The keys that are asked for lie scattered among them. No file is larger than the memory of the machine, and the system has read each of them before.',
    'What is issued goes through `issue`, 32 at a time, and is on the disk before it is answered: once with a hash that costs next to nothing, which shows the storage, and once with the default cost, which is what a service sees. Bytes are those of the file by its rows, indexes included; the audit entry that each issue leaves is counted in the last column alone.',
  ],
  run: scaleFigures,
};
