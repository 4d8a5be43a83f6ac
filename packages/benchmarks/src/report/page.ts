import { isDisturbed, type Machine } from '../harness/machine.js';
import type { SectionRun } from '../run-section.js';
import { isMet } from '../section.js';
import { inBrief } from './in-brief.js';
import { boundsMarkdown, tableMarkdown } from './section-markdown.js';

/** Everything that one run measured. */
export interface Report {
  readonly startedAt: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly runs: readonly SectionRun[];
}

/** Returns the top of the page: what the figures mean for a user, how and on which machine they were measured. */
export function introduction({ startedAt, machine, rounds, runs }: Report): string {
  const seconds = runs.reduce((total, run) => total + run.seconds, 0);
  const versions = Object.entries(machine.versions).map(([part, version]) => `${part} ${version}`);
  const disturbed = runs.filter(({ otherWork }) => isDisturbed(otherWork)).map(({ name }) => name);
  return [
    '# Benchmarks',
    'Postern stores Argon2id hashes, and asks the database on every verification, so a revoked key fails at its next request. This page shows what that costs, compared with the alternatives.',
    inBrief(runs),
    '## How it was measured',
    'One command measures everything and writes this page. None of its figures are edited by hand.',
    '```sh\nnpm run bench\n```',
    'Every figure is the median of alternating rounds, with the lowest and the highest in brackets. Only compare figures within one table: machines differ, and a ratio is computed round by round, so that a slow moment affects both sides of it. Postern runs as it ships: Argon2id, memo, remembered records and queue at their defaults, complete results. If a section deviates from that, it says so. Each section runs in a process of its own.',
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
        [
          'other work',
          disturbed.length === 0 ? 'none when a section began' : `**during ${disturbed.join(', ')}**`,
        ],
      ],
    }),
    'The load average before a section includes the work of the previous section. To detect other work on the machine, each section first waits a second and measures how busy the cores are.',
  ].join('\n\n');
}

/** Returns the section that lists all bounds. */
export function summary({ runs }: Report): string {
  const bounds = runs.flatMap(({ result }) => result.bounds);
  const missed = bounds.filter((bound) => !isMet(bound)).length;
  const verdict =
    missed === 0
      ? `All ${bounds.length} targets are met.`
      : `${bounds.length - missed} of ${bounds.length} targets are met. The section of each missed target explains why.`;
  return ['## Targets', verdict, boundsMarkdown(bounds)].join('\n\n');
}
