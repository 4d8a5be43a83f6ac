import { expect, it } from 'vitest';
import { disablingAndTwoUses } from './disabling-and-two-uses.js';
import { ownerAndAdminDisable } from './disablings.js';
import { everyOrder } from './every-order.js';
import { flushRevocationAndPurge } from './flush-revoke-purge.js';
import { renameAndRotation } from './rename-and-rotate.js';
import { renewalAnd, revocation, rotationWithoutGrace, twoRenewals } from './renewals.js';
import { coldVerificationAndRevocation, twoVerificationsAndRevocation } from './verify-and-revoke.js';
import {
  disableWithoutCompare,
  disableWithoutLastUse,
  readModifyWrite,
  rehashWithoutCompare,
  rememberedVerdicts,
  rotateWithoutCompare,
  unreadAfterHash,
} from './wrong-parts.js';

/** Runs orders until one fails, and returns its message. If none fails, the mistake was not found. */
const found = (explored: Promise<unknown>) =>
  explored.then(
    () => 'nothing',
    (error: Error) => error.message,
  );

it('S01 a memo that remembers the verdict is found by a verification that starts after the revocation', async () => {
  const message = await found(everyOrder(twoVerificationsAndRevocation(rememberedVerdicts())));
  expect(message).toMatch(/revocation begins.* revoke answers.*(one|other) begins/);
  expect(message).toMatch(/must be revoked, but is accepted$/);
});

it('S02 a verification that does not read again after the hash is found by a revocation during it', async () => {
  const message = await found(everyOrder(coldVerificationAndRevocation(unreadAfterHash())));
  expect(message).toMatch(/policy on revoke answers.* verify answers/);
  expect(message).toMatch(/must be revoked, but is accepted$/);
});

it('S03 a flush that reads records and writes them back is found by a revocation between the two', async () => {
  const message = await found(everyOrder(flushRevocationAndPurge(readModifyWrite)));
  expect(message).toMatch(/recordUses.* policy on revoke answers.* read before the write answers/);
  expect(message).toMatch(/a revoked record was changed$/);
});

it('S04 a disable that does not compare is found by its owner, who takes over from the admin', async () => {
  const message = await found(everyOrder(ownerAndAdminDisable(disableWithoutCompare)));
  expect(message).toMatch(/adminDisables begins.* ownerDisables begins.* disable answers/);
  expect(message).toMatch(/the key is disabled by (ada|no one)$/);
});

it('S04 a rotation that does not compare the name is found by a rename before it', async () => {
  const message = await found(everyOrder(renameAndRotation(0, rotateWithoutCompare)));
  expect(message).toMatch(/policy on rename answers.* hash answers/);
  expect(message).toMatch(/the rotation returned the names CI Pipeline and CI Pipeline$/);
});

it.each([
  ['a revocation', revocation],
  ['a rotation', rotationWithoutGrace],
])('S05 a rehash that does not compare is found by %s before it', async (_what, change) => {
  const message = await found(everyOrder(renewalAnd(change, rehashWithoutCompare)));
  expect(message).toMatch(/(policy on revoke|hash) answers.* rehash/);
  expect(message).toMatch(/a revoked record was changed$/);
});

it('S05 a rehash that does not compare is found by the rehash of another process', async () => {
  const message = await found(everyOrder(twoRenewals(rehashWithoutCompare)));
  expect(message).toMatch(/renewed 2 times$/);
});

it('S13 a disabling that does not compare the last use is found by a use that another process writes', async () => {
  const message = await found(everyOrder(disablingAndTwoUses(disableWithoutLastUse)));
  expect(message).toMatch(/disableUnused begins.* useElsewhere begins.* disable answers/);
  expect(message).toMatch(/a use that was written first must win$/);
});
