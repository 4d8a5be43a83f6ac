import { expect, it } from 'vitest';
import type { InBrief } from '../section.js';
import { inBrief } from './in-brief.js';

const runOf = (sentences: readonly InBrief[]) => ({
  name: 'warm',
  seconds: 1,
  otherWork: { loadAverage: 0, busyShare: 0 },
  result: { tables: [], bounds: [], inBrief: sentences },
});

it('answers each question with the sentences of all sections', () => {
  const runs = [
    runOf([
      { about: 'given up', text: 'Memory.' },
      { about: 'cost', text: 'SQLite: 2 µs.' },
    ]),
    runOf([
      { about: 'database', text: 'No writes.' },
      { about: 'cost', text: 'PostgreSQL: 20 µs.' },
    ]),
  ];
  expect(inBrief(runs).split('\n\n')).toEqual([
    '**What does a request cost?**',
    '- SQLite: 2 µs.\n- PostgreSQL: 20 µs.',
    '**What does the database see?**',
    '- No writes.',
    '**What is given up for it?**',
    '- Memory.',
    'These are medians, measured by `npm run bench` on the machine below. The tables have the spread of each.',
  ]);
});
