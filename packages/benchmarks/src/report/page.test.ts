import { expect, it } from 'vitest';
import { spreadOf } from '../harness/spread.js';
import { atMost } from '../section.js';
import { introduction, type Report, summary } from './page.js';

const report: Report = {
  startedAt: '2026-11-30T09:26:00.000Z',
  machine: {
    processor: 'a processor',
    cores: 2,
    memoryGiB: 24,
    platform: 'linux x64',
    node: '20.20.2',
    commit: 'abc1234',
    versions: {},
  },
  rounds: 5,
  runs: [
    {
      name: 'warm',
      seconds: 60,
      otherWork: { loadAverage: 0, busyShare: 0 },
      result: {
        tables: [],
        bounds: [atMost('time', 1, spreadOf([2])), atMost('writes', 0, spreadOf([0]))],
        inBrief: [{ about: 'cost', text: 'SQLite: 2 µs.' }],
      },
    },
  ],
};

it('says what the figures mean before it says how they were measured', () => {
  const page = introduction(report);
  expect(page.indexOf('- SQLite: 2 µs.')).toBeGreaterThan(0);
  expect(page.indexOf('- SQLite: 2 µs.')).toBeLessThan(page.indexOf('## How it was measured'));
  expect(page).toContain('| measured | 2026-11-30 09:26 UTC, 5 rounds, 60 s |');
});

it('counts the targets that are met', () => {
  expect(summary(report)).toContain('1 of 2 targets are met.');
});
