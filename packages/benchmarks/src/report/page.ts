import { isDisturbed, type Machine } from '../harness/machine.js';
import type { SectionRun } from '../run-section.js';
import { isMet } from '../section.js';
import { boundsMarkdown, tableMarkdown } from './section-markdown.js';

/** All that one run measured. */
export interface Report {
  readonly startedAt: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly runs: readonly SectionRun[];
}

/** The head of the page: what this is, and where it was measured. */
export function introduction({ startedAt, machine, rounds, runs }: Report): string {
  const seconds = runs.reduce((total, run) => total + run.seconds, 0);
  const versions = Object.entries(machine.versions).map(([part, version]) => `${part} ${version}`);
  const beside = runs.filter(({ otherWork }) => isDisturbed(otherWork)).map(({ name }) => name);
  return [
    '# Benchmarks',
    'Postern keeps Argon2id hashes and reads the record at each verification. This page shows what that costs beside what its users would pick instead. It is written by one command; nothing on it is edited by hand.',
    '```sh\nnpm run bench\n```',
    'Every figure is the median of alternating rounds, with the lowest and the highest in brackets. Compare figures within one table: the machine is whatever it is, and a ratio is computed round by round, so that a slow moment falls on both sides of it. Postern runs as it is shipped: Argon2id, memo and queue at their defaults, full results. Where a section departs from that, it says so. Each section runs in a process of its own.',
    tableMarkdown({
      columns: ['', ''],
      rows: [
        [
          'measured',
          `${startedAt.slice(0, 16).replace('T', ' ')} UTC, ${rounds} rounds, ${Math.round(seconds)} s`,
        ],
        ['commit', machine.commit],
        [
          'machine',
          `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}`,
        ],
        ['Node', machine.node],
        ['versions', versions.join(', ')],
        [
          'load average',
          runs.map(({ name, otherWork }) => `${otherWork.loadAverage.toFixed(2)} before ${name}`).join(', '),
        ],
        ['other work', beside.length === 0 ? 'none when a section began' : `**beside ${beside.join(', ')}**`],
      ],
    }),
    'The load average before a section holds what the section before it did; what others did is seen by waiting a second and counting how busy the cores are.',
  ].join('\n\n');
}

/** All bounds at once. */
export function summary({ runs }: Report): string {
  const bounds = runs.flatMap(({ result }) => result.bounds);
  const missed = bounds.filter((bound) => !isMet(bound)).length;
  const verdict =
    missed === 0
      ? `All ${bounds.length} are met.`
      : `${bounds.length - missed} of ${bounds.length} are met. What is missed is explained in its section.`;
  return ['## What must be shown', verdict, boundsMarkdown(bounds)].join('\n\n');
}
