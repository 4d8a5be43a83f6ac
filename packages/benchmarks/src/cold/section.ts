import type { Section } from '../section.js';
import { coldFigures } from './cold-figures.js';

export const section: Section = {
  name: 'cold',
  title: 'Cold start',
  prose: [
    'A process has just started and remembers no proofs. Then 1,000 keys, whose hashes have the default cost, are verified at the same instant, each once. Everything is at its defaults: the number of hashes at a time, how many may wait, and for how long. A verification that doesn’t fit in is refused as overloaded (503 with `Retry-After`), never as a wrong token.',
    'Fairness is the longest wait of a verified token divided by the median wait. In a first-come, first-served queue it is 2.',
  ],
  run: coldFigures,
};
