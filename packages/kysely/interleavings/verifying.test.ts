import { itIsRightInEveryOrder } from '@postern/core/interleavings';
import {
  disablingAndEnabling,
  enablingAndRevocation,
  expiry,
  firstVerificationAndRevocation,
  flushAndLeakReport,
  flushAndRevocation,
  halfRememberedAndRevocation,
  insertion,
  leakReport,
  leakReportAndRevocation,
  leakReportAndRotation,
  meddlingAndRevocation,
  rehashAndRevocation,
  replacement,
  revocation,
  revocationAndPurge,
  revocationOfBusyFile,
  rotation,
  twoKeysAndRevocation,
} from './changes.js';
import { verificationsAnd } from './verify-with-memory.js';

itIsRightInEveryOrder(
  'S01 verifications with remembered records + revoke in another process',
  verificationsAnd(revocation('elsewhere')),
  {
    orders: 116,
    'accepted, accepted, accepted': 24,
    'accepted, accepted, revoked': 31,
    'accepted, revoked, revoked': 28,
    'revoked, revoked, revoked': 33,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + revoke in the same process',
  verificationsAnd(revocation('here')),
  {
    orders: 85,
    'accepted, accepted, accepted': 24,
    'accepted, accepted, revoked': 20,
    'accepted, revoked, revoked': 19,
    'revoked, revoked, revoked': 22,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + disable + enable',
  verificationsAnd(disablingAndEnabling),
  {
    orders: 1_587,
    'accepted, accepted, accepted': 538,
    'accepted, accepted, disabled': 437,
    'accepted, disabled, disabled': 368,
    'disabled, disabled, disabled': 244,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + enable + revoke',
  verificationsAnd(enablingAndRevocation),
  {
    orders: 2_440,
    'accepted, accepted': 241,
    'accepted, disabled': 95,
    'accepted, revoked': 233,
    'disabled, disabled': 118,
    'disabled, revoked': 643,
    'revoked, revoked': 1_110,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + revoke + purge',
  verificationsAnd(revocationAndPurge),
  {
    orders: 1_947,
    'accepted, accepted': 275,
    'accepted, revoked': 333,
    'accepted, unknown': 286,
    'revoked, revoked': 264,
    'revoked, unknown': 240,
    'unknown, unknown': 549,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + report of a leak',
  verificationsAnd(leakReport),
  { orders: 34, 'accepted, accepted': 9, 'accepted, revoked': 11, 'revoked, revoked': 14 },
);

itIsRightInEveryOrder(
  'S01 verification with remembered records + flush + report of a leak',
  verificationsAnd(flushAndLeakReport),
  { orders: 122, accepted: 45, revoked: 77 },
);

itIsRightInEveryOrder(
  'S01 verification with remembered records + report of a leak + revoke',
  verificationsAnd(leakReportAndRevocation),
  { orders: 117, accepted: 30, revoked: 87 },
);

itIsRightInEveryOrder(
  'S01 verification with remembered records + report of a leak + rotate',
  verificationsAnd(leakReportAndRotation),
  { orders: 117, accepted: 30, revoked: 87 },
);

itIsRightInEveryOrder('S01 verifications with remembered records + rotate', verificationsAnd(rotation), {
  orders: 116,
  'accepted, accepted, accepted': 24,
  'accepted, accepted, revoked': 31,
  'accepted, revoked, revoked': 28,
  'revoked, revoked, revoked': 33,
});

itIsRightInEveryOrder('S01 verifications with remembered records + expiry', verificationsAnd(expiry), {
  orders: 85,
  'accepted, accepted, accepted': 4,
  'accepted, accepted, expired': 10,
  'accepted, expired, expired': 18,
  'expired, expired, expired': 53,
});

itIsRightInEveryOrder(
  'S01 verifications with remembered records + flush + revoke',
  verificationsAnd(flushAndRevocation),
  {
    orders: 885,
    'accepted, accepted': 224,
    'accepted, revoked': 322,
    'revoked, revoked': 339,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + rehash + revoke',
  verificationsAnd(rehashAndRevocation),
  {
    orders: 2_542,
    accepted: 523,
    revoked: 2_019,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + another file in its place',
  verificationsAnd(replacement),
  {
    orders: 116,
    'accepted, accepted, accepted': 44,
    'accepted, accepted, revoked': 27,
    'accepted, revoked, revoked': 23,
    'revoked, revoked, revoked': 22,
  },
);

itIsRightInEveryOrder(
  'S01 first verifications with remembered records + revoke',
  verificationsAnd(firstVerificationAndRevocation),
  {
    orders: 1_011,
    'accepted, accepted, accepted': 171,
    'accepted, accepted, revoked': 210,
    'accepted, revoked, revoked': 163,
    'revoked, revoked, revoked': 467,
  },
);

itIsRightInEveryOrder(
  'S01 verifications of two remembered keys + revoke',
  verificationsAnd(twoKeysAndRevocation),
  {
    orders: 68,
    'accepted, accepted': 29,
    'accepted, revoked': 39,
  },
);

itIsRightInEveryOrder(
  'S01 verifications of a remembered and another key + revoke',
  verificationsAnd(halfRememberedAndRevocation),
  {
    orders: 1_607,
    'accepted, accepted, accepted': 548,
    'accepted, accepted, revoked': 586,
    'accepted, revoked, revoked': 473,
  },
);

itIsRightInEveryOrder('S01 verifications with remembered records + issue', verificationsAnd(insertion), {
  orders: 319,
  'accepted, accepted, accepted': 171,
  'accepted, accepted, unknown': 82,
  'accepted, unknown, unknown': 42,
  'unknown, unknown, unknown': 24,
});

itIsRightInEveryOrder(
  'S01 verifications with remembered records + revoke while the file is busy',
  verificationsAnd(revocationOfBusyFile('version')),
  {
    orders: 587,
    'accepted, accepted, accepted': 95,
    'accepted, accepted, revoked': 129,
    'accepted, revoked, revoked': 130,
    'revoked, revoked, revoked': 233,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + revoke while a row is busy',
  verificationsAnd(revocationOfBusyFile('rows')),
  {
    orders: 191,
    'accepted, accepted, accepted': 24,
    'accepted, accepted, revoked': 31,
    'accepted, revoked, revoked': 50,
    'revoked, revoked, revoked': 86,
  },
);

itIsRightInEveryOrder(
  'S01 verifications with remembered records + a caller who changes them + revoke',
  verificationsAnd(meddlingAndRevocation),
  {
    orders: 44,
    accepted: 18,
    revoked: 26,
  },
);
