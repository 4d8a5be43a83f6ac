import type { Section } from '../section.js';
import { engineFigures } from './engine-figures.js';

export const section: Section = {
  name: 'engines',
  title: 'Engines of Argon2id',
  prose: [
    'Both engines make and verify the same PHC strings, at the default cost: 19 MiB, 2 passes, 1 lane. Verifications per second with one, two and four under way at a time, through `argon2Hasher()` and `argon2Hasher({ engine: nodeRsArgon2 })`, without the queue that Postern puts in front of them. Four is what libuv has threads for by default; Postern never takes them all.',
  ],
  run: engineFigures,
};
