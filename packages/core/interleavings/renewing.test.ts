import {
  renewalAnd,
  renewalAndColdVerification,
  renewingProofAnd,
  revocation,
  rotationWithGrace,
  rotationWithoutGrace,
  twoRenewals,
} from './renewals.js';
import { itIsRightInEveryOrder } from './right-in-every-order.js';

itIsRightInEveryOrder('S05 proof that renews a hash + revoke', renewingProofAnd(revocation), {
  orders: 1_141,
  'accepted, kept': 657,
  'revoked, kept': 484,
});

itIsRightInEveryOrder('S05 proof that renews a hash + rotate', renewingProofAnd(rotationWithoutGrace), {
  orders: 2_727,
  'accepted, kept': 1_785,
  'revoked, kept': 942,
});

itIsRightInEveryOrder('S05 flush of a renewed hash + revoke', renewalAnd(revocation), {
  orders: 112,
  renewed: 60,
  kept: 52,
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
  {
    orders: 381,
    'proven 1 times': 181,
    'proven 2 times': 200,
  },
);

itIsRightInEveryOrder('S05 flush + flush of two processes that renewed one hash', twoRenewals(), {
  orders: 80,
  here: 40,
  there: 40,
});
