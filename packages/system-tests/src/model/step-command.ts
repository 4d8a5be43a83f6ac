import type fc from 'fast-check';
import { expect } from 'vitest';
import { expectAnswer } from './expect-answer.js';
import type { ExpectedService } from './expected-service.js';
import { perform } from './perform.js';
import { dayMs, flushIntervalMs } from './scene.js';
import type { Stage } from './stage.js';
import { describeStep, isOfferStep, isOneKeyStep, type Step, type WorldStep } from './step.js';

/** Returns a step as a command that fast-check runs and shrinks. */
export function stepCommand(step: Step): fc.AsyncCommand<ExpectedService, Stage> {
  return {
    check: ({ keys, offers }) =>
      (!isOneKeyStep(step) || keys.length > 0) &&
      (!isOfferStep(step) || offers.length > 0) &&
      // Offers that ended a day ago are forgotten at some time.
      (!(step.verb === 'setClock' && step.byMs >= dayMs - 1) || offers.length === 0),
    run: (model, stage) => runStep(stage, model, step),
    toString: () => describeStep(step),
  };
}

/** Applies a step to the model and to every service, whose answers must be the same. */
export async function runStep(stage: Stage, model: ExpectedService, step: Step): Promise<void> {
  const answers = isWorldStep(step)
    ? await applyWorldStep(stage, step)
    : await Promise.all(stage.worlds.map((world) => perform(world, step)));
  const expected = expectAnswer(model, step);
  stage.worlds.forEach(({ name }, index) => {
    expect(answers[index], `${name}, at ${describeStep(step)}`).toEqual(expected);
  });
  expect(stage.clock.now()).toEqual(model.now);
}

function isWorldStep(step: Step): step is WorldStep {
  return ['flush', 'setClock', 'setCost', 'setActive', 'setRelease'].includes(step.verb);
}

async function applyWorldStep({ clock, worlds, ...stage }: Stage, step: WorldStep) {
  if (step.verb === 'setClock') clock.set(new Date(clock.now().getTime() + step.byMs));
  if (step.verb === 'setCost') stage.setCost(step.cost);
  if (step.verb === 'setActive') stage.setActive(step.owner, step.active);
  if (step.verb === 'flush' || step.verb === 'setRelease') {
    clock.advance(flushIntervalMs);
    await Promise.all(worlds.map(({ settled }) => settled()));
  }
  if (step.verb === 'setRelease') for (const world of worlds) world.use(step.release);
  return worlds.map(() => ({ done: true }));
}
