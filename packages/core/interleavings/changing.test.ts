import { disablingAndTwoUses } from './disabling-and-two-uses.js';
import { ownerAndAdminDisable } from './disablings.js';
import { flushRevocationAndPurge } from './flush-revoke-purge.js';
import { renameAndRotation } from './rename-and-rotate.js';
import { itIsRightInEveryOrder } from './right-in-every-order.js';
import { rotationAndRevocation, twoRevocations, twoRotations } from './two-changes.js';

itIsRightInEveryOrder('S03 flush of a use + revoke + purge', flushRevocationAndPurge(), {
  orders: 3_516,
  'used, revoked': 980,
  revoked: 820,
  'used, revoked, purged': 360,
  'revoked, purged': 1_356,
});

itIsRightInEveryOrder('S04 revoke + revoke', twoRevocations(), {
  orders: 227,
  'one did it': 131,
  'other did it': 96,
});

itIsRightInEveryOrder('S04 rotate + rotate', twoRotations(0), {
  orders: 583,
  'one did it': 331,
  'other did it': 252,
});

itIsRightInEveryOrder('S04 disable by an admin + disable and enable by the owner', ownerAndAdminDisable(), {
  orders: 1_565,
  'disable changed, enable changed': 582,
  'disable changed, enable forbidden': 340,
  'disable changed, enable unchanged': 292,
  'disable forbidden, enable forbidden': 150,
  'disable forbidden, enable unchanged': 201,
});

itIsRightInEveryOrder('S04 rename + rotate', renameAndRotation(0), {
  orders: 3_480,
  'renamed, rotated': 10,
  rotated: 1_041,
  'renamed, rotated at the second attempt': 2_429,
});

itIsRightInEveryOrder('S04 rename + rotate with a grace', renameAndRotation(60_000), {
  orders: 2_989,
  'renamed, rotated': 10,
  'renamed, rotated at the second attempt': 2_429,
  'rotated, renamed': 550,
});

itIsRightInEveryOrder('S04 rotate + revoke of the predecessor', rotationAndRevocation(), {
  orders: 88,
  'the revocation did it': 65,
  'the rotation did it': 23,
});

itIsRightInEveryOrder('S13 disable unused + use + use that another process writes', disablingAndTwoUses(), {
  orders: 554,
  'kept, accepted': 426,
  'disabled, accepted': 102,
  'disabled, disabled': 26,
});
