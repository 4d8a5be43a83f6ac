import fc from 'fast-check';
import { anyStep } from './any-step.js';
import { type Candidate, newStage, type Stage } from './stage.js';
import type { Step } from './step.js';
import { runStep, stepCommand } from './step-command.js';
import type { Tried } from './table-of-states.js';

/** The maximum number of steps of a sequence. */
const maxSteps = 40;

/** A summary of what was run. */
export interface RunReport {
  /** The total number of steps of all sequences. */
  readonly steps: number;
  /** Which verbs were tried in which states, such as `live revoke`. */
  readonly tried: Tried;
}

/**
 * Runs random sequences of steps on all candidates. If the answer of one differs from the model's, the error has the
 * seed and the shortest sequence that shows it.
 *
 * @param given.open Returns the candidates for one sequence.
 * @param given.clear Removes what a sequence left behind.
 */
export async function runSequences(given: {
  readonly seed: number;
  readonly sequences: number;
  readonly open: () => readonly Candidate[];
  /** The steps of which sequences are made. Default: those that every candidate has. */
  readonly steps?: readonly fc.Arbitrary<Step>[];
  readonly clear?: (stage: Stage) => Promise<void>;
}): Promise<RunReport> {
  const { seed, sequences, open, steps: arbitraries = anyStep, clear } = given;
  const tried: Tried = new Set();
  let steps = 0;
  const commands = fc.commands(
    arbitraries.map((arbitrary) => arbitrary.map(stepCommand)),
    { maxCommands: maxSteps, size: '+1' },
  );
  const property = fc.asyncProperty(commands, async (sequence) => {
    const stage = newStage(open());
    try {
      await fc.asyncModelRun(() => ({ model: stage.model, real: stage }), sequence);
      for (const step of finalSteps(stage)) await runStep(stage, stage.model, step);
    } finally {
      await clear?.(stage);
    }
    steps += [...sequence].length;
    for (const one of stage.model.tried) tried.add(one);
  });
  await fc.assert(property, { seed, numRuns: sequences });
  return { steps, tried };
}

/**
 * The steps after every sequence: every token is verified at an earlier time, to which no last use may go back, and
 * every list and every history must match.
 */
function finalSteps({ model }: Stage): readonly Step[] {
  const owners = ['ada', 'platform'] as const;
  const inOnePage = { limit: 100 } as const;
  return [
    { verb: 'flush' },
    { verb: 'setClock', byMs: -60_000 },
    ...model.keys.map((_, key) => ({ verb: 'verify', key, times: 1, secret: 'right' }) as const),
    { verb: 'flush' },
    ...owners.map(
      (owner) => ({ verb: 'list', owner, state: 'all', beyondLifetime: false, ...inOnePage }) as const,
    ),
    ...owners.map((owner) => ({ verb: 'ownerHistory', owner, ...inOnePage }) as const),
  ];
}
