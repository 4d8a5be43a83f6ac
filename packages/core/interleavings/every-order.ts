import { setImmediate as nextTurn } from 'node:timers/promises';
import { heldSteps, type Steps } from './steps.js';

/** Calls that overlap, and what must hold in whichever order their steps are taken. */
export interface Scenario<World> {
  /** Makes the world anew, for each order. Nothing waits here. */
  readonly prepare: (steps: Steps) => Promise<World>;
  /**
   * The calls, by name. Those that stand in one group are alike, and begin in their order: to swap them would show nothing new.
   */
  readonly calls: readonly { readonly [Name in string]: (world: World) => Promise<unknown> }[];
  /** Looks at the world after each step. Throws where it is as it must never be. */
  readonly look?: (world: World) => void;
  /** Looks at the world after all steps, and names what came of them. Throws where it must not have. Nothing waits here. */
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

/** How many orders there are, and how many of them came to what. */
export interface Explored {
  readonly orders: number;
  readonly outcomes: { readonly [Outcome in string]: number };
}

/** After so many orders the process gets its turn: without one, no timer of the test runner would run. */
const ordersPerTurn = 500;

/**
 * Runs a scenario in every order of its steps that there is. Depth first: each order is run from the
 * beginning, by the places of the steps that it takes.
 *
 * @throws {Error} where an order breaks what must hold, with the steps of that order.
 */
export async function everyOrder<World>(scenario: Scenario<World>): Promise<Explored> {
  const real = globalThis.setImmediate;
  const outcomes: Record<string, number> = {};
  let orders = 0;
  try {
    for (let places: readonly number[] | undefined = []; places !== undefined; orders += 1) {
      const steps = heldSteps();
      globalThis.setImmediate = steps.setImmediate as typeof real;
      const { outcome, choices } = await runOrder(scenario, places, steps);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      places = following(places, choices);
      if (orders % ordersPerTurn === 0) await nextTurn();
    }
    return { orders, outcomes };
  } finally {
    globalThis.setImmediate = real;
  }
}

/** Runs one order: takes the steps at the given places, then always the first. Tells how many there were to choose from. */
async function runOrder<World>(
  { prepare, calls, look, check }: Scenario<World>,
  places: readonly number[],
  steps: Steps,
): Promise<{ readonly outcome: string; readonly choices: readonly number[] }> {
  const world = await prepare(steps);
  const ended = new Map<string, EndedCall>();
  const choices: number[] = [];

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
      choices.push(steps.waiting());
      await steps.take(places[choices.length - 1] ?? 0);
      look?.(world);
    }
    steps.letGo();
    const outcome = await check(world, (name) => ended.get(name) ?? neverEnded(name), steps);
    return { outcome, choices };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`in the order: ${steps.taken.join(', ')}\n${message}`, { cause: error });
  }
}

/** The places of the order that comes after this one; `undefined` where it was the last. */
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
