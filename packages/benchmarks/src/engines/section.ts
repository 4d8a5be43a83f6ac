import type { Section } from '../section.js';
import { engineFigures } from './engine-figures.js';

export const section: Section = {
  name: 'engines',
  title: 'Engines of Argon2id',
  prose: [
    'Both engines create and verify the same PHC strings, at the default cost: 19 MiB, 2 passes, 1 lane. The table shows verifications per second with one, two and four running at a time, through `argon2Hasher({ engine: nodeArgon2 })` and `argon2Hasher({ engine: nodeRsArgon2 })`, without the queue that Postern puts in front of them. libuv has four threads by default; Postern never takes them all.',
  ],
  run: engineFigures,
};
