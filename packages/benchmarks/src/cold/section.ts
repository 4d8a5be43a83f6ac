import type { Section } from '../section.js';
import { coldFigures } from './cold-figures.js';

export const section: Section = {
  name: 'cold',
  title: 'Cold start',
  prose: [
    'A process has just started and remembers no proof; then 1,000 keys, whose hashes are of the default cost, are asked for at the same instant, each once. All is at its defaults: so many hashes at a time, so many that wait, so long at most. Who does not fit in is told to come back (503 with `Retry-After`), never that the token is wrong.',
    'Fairness is the wait of the slowest that was verified, divided by the median wait: in a queue that serves one after the other it is 2.',
  ],
  run: coldFigures,
};
