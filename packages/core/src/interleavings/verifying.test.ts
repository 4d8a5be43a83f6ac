import { itIsRightInEveryOrder } from '../../test-support/interleavings/right-in-every-order.js';
import {
  coldVerificationAndRevocation,
  twoVerificationsAndRevocation,
} from '../../test-support/interleavings/verify-and-revoke.js';

itIsRightInEveryOrder('S01 two verifications of a known token + revoke', twoVerificationsAndRevocation(), {
  orders: 39_292,
  'accepted, accepted': 35_525,
  'accepted, revoked': 3_632,
  'revoked, revoked': 135,
});

itIsRightInEveryOrder('S02 first verification of a token + revoke', coldVerificationAndRevocation(), {
  orders: 1_021,
  accepted: 812,
  revoked: 209,
});
