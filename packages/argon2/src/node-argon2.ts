import { hash, argon2id as type, verify } from 'argon2';
import type { Argon2Engine } from './argon2-engine.js';

/** The default: the reference implementation, by the package `argon2`. */
export const nodeArgon2: Argon2Engine = {
  hash: (token, { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism }) =>
    hash(token, { type, version: 0x13, hashLength: 32, memoryCost, timeCost, parallelism }),
  verify: (encoded, token) => verify(encoded, token),
};
