import { type ApiKey, isPosternError, keyState } from '@postern/core';
import type { RecordInState } from './answer.js';
import type { World } from './world.js';

/** Returns a record with its current state. */
export function inState(world: World, key: ApiKey): RecordInState {
  return { state: keyState(key, world.clock.now()), record: world.record(key) };
}

/** Returns the code of an error. A fault is thrown again, because it ends the sequence. */
export function codeOf(error: unknown): string {
  if (isPosternError(error) && !error.code.endsWith('UNAVAILABLE')) return error.code;
  throw error;
}
