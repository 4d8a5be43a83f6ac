import { type ApiKey, isPosternError, keyState } from '@postern/core';
import type { RecordInState } from './answer.js';
import type { World } from './world.js';

/** A record, and what the states of records make of it now. */
export function inState(world: World, key: ApiKey): RecordInState {
  return { state: keyState(key, world.clock.now()), record: world.record(key) };
}

/** The code of an answer that is no fault: a fault ends the sequence. */
export function codeOf(error: unknown): string {
  if (isPosternError(error) && !error.code.endsWith('UNAVAILABLE')) return error.code;
  throw error;
}
