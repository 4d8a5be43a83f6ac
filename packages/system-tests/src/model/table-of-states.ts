import { type KeyStep, keyStates } from '@postern/core';
import { type DecidedState, type ExpectedKey, type NumberedRecord, stateOf } from './expected-key.js';

/** The steps that were tried, with their state, such as `live revoke`. */
export type Tried = Set<string>;

/** A verb that leads from state to state. */
type Verb = Exclude<KeyStep, 'expire'>;

/** Whether the table of states has this step. A step that is missing changes nothing. */
export function hasStep(
  { tried, now }: { readonly tried: Tried; readonly now: Date },
  key: ExpectedKey,
  verb: Verb,
): boolean {
  const state = stateOf(key, now);
  if (state === 'purged') return false;
  tried.add(`${state} ${verb}`);
  return keyStates[state].leadsTo[verb] !== undefined;
}

/**
 * Takes a step that the table has.
 *
 * @throws if it does not lead where the table says: then either the model or the table is wrong.
 */
export function takeStep(
  { now }: { readonly now: Date },
  key: ExpectedKey,
  { verb, to, changes }: { verb: Verb; to: DecidedState; changes: Partial<NumberedRecord> },
): void {
  const from = stateOf(key, now);
  key.decided = to;
  key.record = { ...key.record, ...changes };
  requireInTable(from, verb, stateOf(key, now));
}

/** Checks that the table has what the passing of time did to a key. */
export function timePassed(
  { tried }: { readonly tried: Tried },
  key: ExpectedKey,
  from: Date,
  to: Date,
): void {
  const [before, after] = [stateOf(key, from), stateOf(key, to)];
  if (before === after || after !== 'expired') return;
  tried.add(`${before} expire`);
  requireInTable(before, 'expire', after);
}

function requireInTable(
  from: ReturnType<typeof stateOf>,
  step: KeyStep,
  reached: ReturnType<typeof stateOf>,
) {
  const possible = from === 'purged' ? undefined : keyStates[from].leadsTo[step];
  if (possible?.includes(reached) === true) return;
  throw new Error(`the table of states does not say that ${step} leads from ${from} to ${reached}`);
}
