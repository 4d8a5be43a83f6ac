import { itIsRightInEveryOrder } from './right-in-every-order.js';
import { coldVerificationAndRevocation, twoVerificationsAndRevocation } from './verify-and-revoke.js';

itIsRightInEveryOrder('S01 two verifications of a known token + revoke', twoVerificationsAndRevocation(), {
  orders: 17_038,
  'accepted, accepted': 13_779,
  'accepted, revoked': 3_084,
  'revoked, revoked': 175,
});

itIsRightInEveryOrder('S02 first verification of a token + revoke', coldVerificationAndRevocation(), {
  orders: 707,
  accepted: 456,
  revoked: 251,
});
