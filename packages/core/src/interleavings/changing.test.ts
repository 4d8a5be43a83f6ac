import { ownerAndAdminDisable } from '../../test-support/interleavings/disablings.js';
import { flushRevocationAndPurge } from '../../test-support/interleavings/flush-revoke-purge.js';
import { renameAndRotation } from '../../test-support/interleavings/rename-and-rotate.js';
import { itIsRightInEveryOrder } from '../../test-support/interleavings/right-in-every-order.js';
import { twoRevocations, twoRotations } from '../../test-support/interleavings/two-changes.js';

itIsRightInEveryOrder('S03 flush of a use + revoke + purge', flushRevocationAndPurge(), {
  orders: 4_620,
  'used, revoked': 2_100,
  'used, revoked, purged': 375,
  revoked: 1_475,
  'revoked, purged': 670,
});

itIsRightInEveryOrder('S04 revoke + revoke', twoRevocations(), {
  orders: 230,
  'one did it': 150,
  'other did it': 80,
});

itIsRightInEveryOrder('S04 rotate + rotate', twoRotations(0), {
  orders: 10_820,
  'one did it': 6_468,
  'other did it': 4_352,
});

itIsRightInEveryOrder('S04 disable by an admin + disable and enable by the owner', ownerAndAdminDisable(), {
  orders: 5_923,
  'disable changed, enable changed': 3_196,
  'disable changed, enable forbidden': 957,
  'disable changed, enable unchanged': 610,
  'disable forbidden, enable forbidden': 1_160,
});

itIsRightInEveryOrder('S04 rename + rotate', renameAndRotation(0), {
  orders: 3_651,
  'renamed, rotated': 37,
  'renamed, rotated at the second attempt': 2_893,
  rotated: 721,
});

itIsRightInEveryOrder('S04 rename + rotate with a grace', renameAndRotation(60_000), {
  orders: 3_651,
  'renamed, rotated': 37,
  'renamed, rotated at the second attempt': 2_893,
  'rotated, renamed': 721,
});
