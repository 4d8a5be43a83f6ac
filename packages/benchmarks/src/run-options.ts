import { parseArgs } from 'node:util';
import type { RunOptions } from './section.js';
import { quickSectionNames, sectionNames } from './sections.js';

/** What was asked for on the command line. */
export interface Command {
  /** The sections to run. */
  readonly names: readonly string[];
  readonly options: Omit<RunOptions, 'log'>;
  /** Whether docs/benchmarks.md is written anew from docs/benchmarks.json, and nothing is measured. */
  readonly rendersOnly: boolean;
}

/** Fewer rounds give no median worth the name. */
const fullRounds = 5;
const quickRounds = 3;

/**
 * Reads the command line: `--only warm,postgres`, `--rounds 9`, `--scale-10m`, `--quick`, `--render`.
 *
 * @throws where an option is unknown, or a section.
 */
export function readCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      'scale-10m': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      render: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',') ?? (values.quick ? quickSectionNames : sectionNames);
  const unknown = names.filter((name) => !sectionNames.includes(name));
  if (unknown.length > 0)
    throw new Error(`no section ${unknown.join(', ')}; there are ${sectionNames.join(', ')}`);
  const rounds = Number(values.rounds ?? (values.quick ? quickRounds : fullRounds));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number, 1 or more');
  return {
    names,
    options: { pace: values.quick ? 'quick' : 'full', rounds, scale10m: values['scale-10m'] },
    rendersOnly: values.render,
  };
}
