import { setImmediate as nextTurn } from 'node:timers/promises';
import { heldSteps, type Steps } from './steps.js';

/** Calls that overlap, and what must be true in whatever order their steps are taken. */
export interface Scenario<World> {
  /** Creates a new world for each order. Steps are not held here. */
  readonly prepare: (steps: Steps) => Promise<World>;
  /** The calls, by name. Calls in one group are alike and begin in this order: swapping them would show nothing new. */
  readonly calls: readonly { readonly [Name in string]: (world: World) => Promise<unknown> }[];
  /** Checks the world after each step. Throws if it is in a state that must never be. */
  readonly look?: (world: World) => void;
  /** Checks the world after all steps, and names the outcome. Throws if it is wrong. Steps are not held here. */
  readonly check: (world: World, ended: Ended, steps: Steps) => Promise<string>;
}

/** How a call went. Instants are numbers of steps. */
export interface EndedCall {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly result: PromiseSettledResult<unknown>;
}

/** How the calls went, by name. */
export type Ended = (name: string) => EndedCall;

/** How many orders there are, and how many of them led to each outcome. */
export interface Explored {
  readonly orders: number;
  readonly outcomes: { readonly [Outcome in string]: number };
}

/** How many orders run before the event loop turns. Without a turn, no timer of the test runner would run. */
const ordersPerTurn = 500;

/**
 * Runs a scenario in every possible order of its steps, depth first: each order runs from the beginning, and is defined
 * by the position that each of its steps had among those that were waiting.
 *
 * @throws {Error} if the scenario fails in an order, with the steps of that order.
 */
export async function everyOrder<World>(scenario: Scenario<World>): Promise<Explored> {
  const real = globalThis.setImmediate;
  const outcomes: Record<string, number> = {};
  let orders = 0;
  try {
    for (let places: readonly number[] | undefined = []; places !== undefined; orders += 1) {
      const choices: number[] = [];
      const chosen = places;
      const steps = heldSteps((count) => chosen[choices.push(count) - 1] ?? 0);
      globalThis.setImmediate = steps.setImmediate as typeof real;
      const outcome = await runOrder(scenario, steps);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      places = following(chosen, choices);
      if (orders % ordersPerTurn === 0) await nextTurn();
    }
    return { orders, outcomes };
  } finally {
    globalThis.setImmediate = real;
  }
}

/** Runs one order, and returns its outcome. */
async function runOrder<World>(
  { prepare, calls, look, check }: Scenario<World>,
  steps: Steps,
): Promise<string> {
  const world = await prepare(steps);
  const ended = new Map<string, EndedCall>();

  function begin([first, ...others]: [string, (world: World) => Promise<unknown>][]): void {
    if (first === undefined) return;
    const [name, call] = first;
    steps.add(`${name} begins`, () => {
      const startedAt = steps.taken.length;
      const end = (result: PromiseSettledResult<unknown>) =>
        void ended.set(name, { startedAt, endedAt: steps.taken.length, result });
      call(world).then(
        (value) => end({ status: 'fulfilled', value }),
        (reason: unknown) => end({ status: 'rejected', reason }),
      );
      begin(others);
    });
  }

  try {
    steps.hold();
    for (const alike of calls) begin(Object.entries(alike));
    while (steps.waiting() > 0) {
      await steps.takeOne();
      look?.(world);
    }
    steps.release();
    return await check(world, (name) => ended.get(name) ?? neverEnded(name), steps);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`in the order: ${steps.taken.join(', ')}\n${message}`, { cause: error });
  }
}

/** Returns the positions of the order after this one; `undefined` if it was the last. */
function following(places: readonly number[], choices: readonly number[]): readonly number[] | undefined {
  for (let at = choices.length - 1; at >= 0; at -= 1) {
    const next = (places[at] ?? 0) + 1;
    if (next < (choices[at] ?? 0))
      return [...choices.slice(0, at).map((_, before) => places[before] ?? 0), next];
  }
  return undefined;
}

function neverEnded(name: string): never {
  throw new Error(`${name} never ended`);
}
