import { expect, it } from 'vitest';
import { spreadOf } from '../harness/spread.js';
import { atMost, type Section, type SectionResult } from '../section.js';
import { sectionMarkdown } from './section-markdown.js';

const result: SectionResult = { tables: [{ columns: ['µs'], rows: [['8.2']] }], bounds: [] };
const section: Section = {
  name: 'warm',
  title: 'Warm',
  prose: ['What is measured.'],
  whyMissed: { time: 'The profile shows the driver.' },
  run: async () => result,
};
const markdown = (bounds: SectionResult['bounds'], busyShare = 0) =>
  sectionMarkdown(section, {
    name: 'warm',
    seconds: 12.3,
    otherWork: { loadAverage: 1, busyShare },
    result: { ...result, bounds },
  });

it('writes the prose, the tables, and how long the section took', () => {
  expect(markdown([])).toBe('## Warm\n\nWhat is measured.\n\n| µs |\n| --- |\n| 8.2 |\n\n`warm` took 12 s.');
});

it('writes whether a bound is met', () => {
  expect(markdown([atMost('time', 1, spreadOf([0.5]))])).toContain('| time | ≤ 1 | 0.50 (0.50–0.50) | met |');
  expect(markdown([atMost('time', 1, spreadOf([1.5]))])).toContain('| **missed** |');
});

it('explains only the bounds that are missed', () => {
  expect(markdown([atMost('time', 1, spreadOf([1.5]))])).toContain('The profile shows the driver.');
  expect(markdown([atMost('time', 1, spreadOf([0.5]))])).not.toContain('The profile');
});

it('marks a run that was disturbed by other work', () => {
  expect(markdown([], 0.42)).toContain('**Other work on the machine**: 42 % of the cores were in use');
  expect(markdown([], 0.02)).not.toContain('Other work');
});
