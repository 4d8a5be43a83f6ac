import type { MaybePromise } from '../src/ports/maybe-promise.js';

/** Something that is waiting to happen. */
interface Step {
  readonly label: string;
  readonly take: () => MaybePromise<unknown>;
}

/** What happens in a process, one step at a time: answers of ports, turns of the event loop, starts of calls. */
export interface Steps {
  /**
   * Calls a port. The call takes effect now, and its answer arrives when its step is taken. An effect later than the
   * call needs no step of its own: whatever led to the call was itself a step, and can be taken later.
   */
  call<Value>(label: string, effect: () => MaybePromise<Value>): Promise<Value>;
  /**
   * Calls a port in the background, where nothing waits for the answer: the call takes effect when its step is taken.
   * One flush leads to several such calls, and other steps may come between them.
   */
  callInBackground<Value>(label: string, effect: () => MaybePromise<Value>): Promise<Value>;
  /** Replaces Node's: everything that is due in one turn runs in one step, one after the other, as in Node. */
  setImmediate(callback: () => void): void;
  /** Adds a step. */
  add(label: string, take: Step['take']): void;
  /** From now on, steps wait to be taken. Until then, everything happens immediately. */
  hold(): void;
  /** From now on, everything happens immediately again. */
  release(): void;
  /** How many steps are waiting. */
  waiting(): number;
  /** Takes the step at this position, and waits until nothing more happens by itself. */
  take(at: number): Promise<void>;
  /** The labels of the steps that were taken so far. */
  readonly taken: readonly string[];
  /** The effects of ports while steps are held: which, and after how many steps. */
  readonly effects: readonly { readonly label: string; readonly at: number }[];
}

export function heldSteps(): Steps {
  const waiting: Step[] = [];
  const taken: string[] = [];
  const effects: { label: string; at: number }[] = [];
  let due: (() => void)[] = [];
  let isHolding = false;

  async function turn(): Promise<void> {
    const callbacks = due;
    due = [];
    for (const callback of callbacks) {
      callback();
      await quiet();
    }
  }

  const add: Steps['add'] = (label, take) => void waiting.push({ label, take });

  return {
    taken,
    effects,
    add,
    async call(label, effect) {
      if (!isHolding) return effect();
      effects.push({ label, at: taken.length });
      const answer = (async () => effect())();
      await new Promise<void>((resolve) => add(`${label} answers`, resolve));
      return answer;
    },
    async callInBackground(label, effect) {
      if (isHolding) {
        await new Promise<void>((begin) => add(label, begin));
        effects.push({ label, at: taken.length });
      }
      return effect();
    },
    setImmediate(callback) {
      if (!isHolding) return queueMicrotask(callback);
      if (due.length === 0) add('turn', turn);
      due.push(callback);
    },
    hold() {
      isHolding = true;
    },
    release() {
      isHolding = false;
    },
    waiting: () => waiting.length,
    async take(at) {
      const [step] = waiting.splice(at, 1);
      if (step === undefined) throw new Error('there is no such step');
      taken.push(step.label);
      await step.take();
      await quiet();
    },
  };
}

/** Resolves when no microtask is left: Node runs `nextTick` callbacks from microtasks after all microtasks. */
async function quiet(): Promise<void> {
  await undefined;
  await new Promise<void>((resolve) => process.nextTick(resolve));
}
