import type { Section } from '../section.js';
import { governFigures } from './govern-figures.js';

export const section: Section = {
  name: 'govern',
  title: 'All keys',
  prose: [
    'Pages of 100 keys of `listAll`, at positions all over the list, in a SQLite file with 10,000 keys and in one with 1,000,000. With a condition that no index has, the time is that of one step, which may find fewer. The order of the keys has nothing to do with the order of their IDs, so nearly every key is on a page of the file of its own.',
    'The indexes of the lists of all keys must not make other things slow. So the same uses are written, and the same keys issued, with these indexes and without them: the uses on PostgreSQL, 10,000 keys at a time, each with a new last use (there, `without them` also means pages without room for new versions of rows, as they were before); the keys on SQLite, 32 at a time, with a hash that costs next to nothing.',
  ],
  whyMissed: {
    'govern: a page with no condition among 1,000,000 ÷ among 10,000':
      '**Pages of all keys.** The records of a page are scattered all over the file. Among 10,000, they are in memory; among a million, each is read from the file, on a path that is one level of the tree longer.',
  },
  run: governFigures,
};
