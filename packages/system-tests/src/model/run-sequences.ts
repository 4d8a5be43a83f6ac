import fc from 'fast-check';
import { anyStep } from './any-step.js';
import { type Candidate, newStage, type Stage } from './stage.js';
import type { Step } from './step.js';
import { runStep, stepCommand } from './step-command.js';
import type { Tried } from './table-of-states.js';

/** How many steps a sequence has at most. */
const mostSteps = 40;

/** What was run. */
export interface Ran {
  /** How many steps all sequences had together. */
  readonly steps: number;
  /** Which verbs were tried from which states, as `live revoke`. */
  readonly tried: Tried;
}

/**
 * Runs random sequences of steps on all candidates together. Where one answers otherwise than the model, the error has the
 * seed, and the shortest sequence that shows it.
 *
 * @param given.open Gives the candidates of one sequence.
 * @param given.clear Takes away what it left behind.
 */
export async function runSequences(given: {
  readonly seed: number;
  readonly sequences: number;
  readonly open: () => readonly Candidate[];
  readonly clear?: (stage: Stage) => Promise<void>;
}): Promise<Ran> {
  const { seed, sequences, open, clear } = given;
  const tried: Tried = new Set();
  let steps = 0;
  const commands = fc.commands(
    anyStep.map((arbitrary) => arbitrary.map(stepCommand)),
    { maxCommands: mostSteps, size: '+1' },
  );
  const property = fc.asyncProperty(commands, async (sequence) => {
    const stage = newStage(open());
    try {
      await fc.asyncModelRun(() => ({ model: stage.model, real: stage }), sequence);
      for (const step of lastSteps(stage)) await runStep(stage, stage.model, step);
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
 * Whatever happened: every token is judged, at an earlier time, which no use may be taken back to, and every list and
 * every history agree.
 */
function lastSteps({ model }: Stage): readonly Step[] {
  const owners = ['ada', 'platform'] as const;
  const whole = { limit: 100 } as const;
  return [
    { verb: 'flush' },
    { verb: 'setClock', byMs: -60_000 },
    ...model.keys.map((_, key) => ({ verb: 'verify', key, times: 1, secret: 'right' }) as const),
    { verb: 'flush' },
    ...owners.map((owner) => ({ verb: 'list', owner, state: 'all', ...whole }) as const),
    ...owners.map((owner) => ({ verb: 'ownerHistory', owner, ...whole }) as const),
  ];
}
