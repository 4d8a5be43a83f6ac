import { verify } from '@node-rs/argon2';
import type { Hasher } from '@postern/core';

/** The other engine, as it comes. */
export const nodeRsVerifier: Pick<Hasher, 'verify'> = {
  verify: (token, hash) => verify(hash, token),
};
