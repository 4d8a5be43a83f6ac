import { parseArgs } from 'node:util';
import type { RunOptions } from './section.js';
import { quickSectionNames, sectionNames } from './sections.js';

/** The parsed command line. */
export interface Command {
  /** The sections to run. */
  readonly names: readonly string[];
  readonly options: Omit<RunOptions, 'log'>;
  /** Whether only to render docs/benchmarks.md again from docs/benchmarks.json, without measuring anything. */
  readonly rendersOnly: boolean;
}

/** With fewer rounds a median would say little. */
const fullRounds = 5;
const quickRounds = 3;

/**
 * Reads the command line: `--only warm,postgres`, `--rounds 9`, `--scale-10m`, `--quick`, `--render`.
 *
 * @throws if an option or a section is unknown.
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
    throw new Error(`unknown section ${unknown.join(', ')}; the sections are ${sectionNames.join(', ')}`);
  const rounds = Number(values.rounds ?? (values.quick ? quickRounds : fullRounds));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be a whole number, at least 1; got ${values.rounds}`);
  return {
    names,
    options: { pace: values.quick ? 'quick' : 'full', rounds, scale10m: values['scale-10m'] },
    rendersOnly: values.render,
  };
}
