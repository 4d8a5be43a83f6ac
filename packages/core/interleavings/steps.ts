import type { MaybePromise } from '../src/ports/maybe-promise.js';

/** Something that is waiting to happen. */
interface Step {
  readonly label: string;
  readonly take: () => MaybePromise<unknown>;
  /** Whether another process takes it: then it can come in the middle of something synchronous in this one. */
  readonly isElsewhere: boolean;
}

/** Something that another process does, synchronously. */
type DoneElsewhere = readonly [label: string, effect: () => unknown];

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
  /** Adds steps of another process, one after the other. Resolves after the last. */
  elsewhere(...done: readonly DoneElsewhere[]): Promise<void>;
  /** Call it in the middle of something synchronous: other processes take any number of their steps, or none. */
  letOthersAct(): void;
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
  /** Takes one of the steps, and waits until nothing more happens by itself. */
  takeOne(): Promise<void>;
  /** The labels of the steps that were taken so far. */
  readonly taken: readonly string[];
  /** The effects of ports while steps are held: which, and after how many steps. */
  readonly effects: readonly { readonly label: string; readonly at: number }[];
}

/** Creates steps. `choose` gets the number of steps that are possible, and returns which one is next, from 0. */
export function heldSteps(choose: (count: number) => number): Steps {
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

  const add = (label: string, take: Step['take'], isElsewhere = false) =>
    void waiting.push({ label, take, isElsewhere });

  function take(step: Step | undefined): MaybePromise<unknown> {
    if (step === undefined) throw new Error('there is no such step');
    waiting.splice(waiting.indexOf(step), 1);
    taken.push(step.label);
    return step.take();
  }

  function addElsewhere([first, ...others]: readonly DoneElsewhere[], done: () => void): void {
    if (first === undefined) {
      done();
      return;
    }
    const [label, effect] = first;
    const doFirst = () => {
      effects.push({ label, at: taken.length });
      effect();
      addElsewhere(others, done);
    };
    if (isHolding) add(label, doFirst, true);
    else doFirst();
  }

  return {
    taken,
    effects,
    add: (label, take) => add(label, take),
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
    elsewhere: (...done) => new Promise((resolve) => addElsewhere(done, resolve)),
    letOthersAct() {
      for (;;) {
        const possible = isHolding ? waiting.filter(({ isElsewhere }) => isElsewhere) : [];
        const chosen = possible.length === 0 ? 0 : choose(possible.length + 1);
        if (chosen === 0) return;
        void take(possible[chosen - 1]);
      }
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
    async takeOne() {
      await take(waiting[choose(waiting.length)]);
      await quiet();
    },
  };
}

/** Resolves when no microtask is left: Node runs `nextTick` callbacks from microtasks after all microtasks. */
async function quiet(): Promise<void> {
  await undefined;
  await new Promise<void>((resolve) => process.nextTick(resolve));
}
