import assert from 'node:assert/strict';

/** The reason to store with a predecessor that is revoked. */
export const predecessorReason = 'its successor was rotated';

/** For the rotation of a record without a predecessor, whose repository must not ask for another audit entry. */
export function noPredecessor(): never {
  assert.fail('the record has no predecessor, so no audit entry may be requested for one');
}
