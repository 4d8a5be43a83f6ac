import {
  renewalAnd,
  renewalAndColdVerification,
  renewingProofAnd,
  revocation,
  rotationWithGrace,
  rotationWithoutGrace,
  twoRenewals,
} from '../../test-support/interleavings/renewals.js';
import { itIsRightInEveryOrder } from '../../test-support/interleavings/right-in-every-order.js';

itIsRightInEveryOrder('S05 proof that renews a hash + revoke', renewingProofAnd(revocation), {
  orders: 1_847,
  'accepted, kept': 1_397,
  'revoked, kept': 450,
});

itIsRightInEveryOrder('S05 proof that renews a hash + rotate', renewingProofAnd(rotationWithoutGrace), {
  orders: 11_440,
  'accepted, kept': 9_806,
  'revoked, kept': 1_634,
});

itIsRightInEveryOrder('S05 flush of a renewed hash + revoke', renewalAnd(revocation), {
  orders: 168,
  renewed: 100,
  kept: 68,
});

itIsRightInEveryOrder('S05 flush of a renewed hash + rotate', renewalAnd(rotationWithoutGrace), {
  orders: 440,
  renewed: 312,
  kept: 128,
});

itIsRightInEveryOrder('S05 flush of a renewed hash + rotate with a grace', renewalAnd(rotationWithGrace), {
  orders: 440,
  renewed: 440,
});

itIsRightInEveryOrder(
  'S05 flush of a renewed hash + first verification in another process',
  renewalAndColdVerification(),
  { orders: 491, 'proven 1 times': 273, 'proven 2 times': 218 },
);

itIsRightInEveryOrder('S05 flush + flush of two processes that renewed one hash', twoRenewals(), {
  orders: 80,
  here: 40,
  there: 40,
});
