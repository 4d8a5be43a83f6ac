import type { Argon2Engine } from './argon2-engine.js';
import type { Argon2Parameters } from './phc-string.js';

/** What is used of the package `argon2`. Its types are not needed, because it may not be installed. */
export interface NodeArgon2 {
  hash(token: string, options: NodeArgon2Options): Promise<string>;
  verify(hash: string, token: string): Promise<boolean>;
}

interface NodeArgon2Options {
  readonly type: 2;
  readonly version: number;
  readonly hashLength: number;
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** What is used of the package `@node-rs/argon2`. */
export interface NodeRsArgon2 {
  hash(token: string, options: NodeRsArgon2Options): Promise<string>;
  verify(hash: string, token: string): Promise<boolean>;
}

interface NodeRsArgon2Options {
  readonly algorithm: number;
  readonly version: number;
  readonly outputLen: number;
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** `argon2id` in both packages: `@node-rs/argon2` declares it in an enum, but does not export its value. */
const argon2id = 2;

/** Creates an engine from the package `argon2`, the reference implementation. */
export function engineOfArgon2({ hash, verify }: NodeArgon2): Argon2Engine {
  return {
    hash: (token, parameters) =>
      hash(token, { type: argon2id, version: 0x13, hashLength: 32, ...costsOf(parameters) }),
    verify: (encoded, token) => verify(encoded, token),
  };
}

/** Creates an engine from the package `@node-rs/argon2`, written in Rust. */
export function engineOfNodeRs({ hash, verify }: NodeRsArgon2): Argon2Engine {
  return {
    // Its version 1 is Argon2's version 19.
    hash: (token, parameters) =>
      hash(token, { algorithm: argon2id, version: 1, outputLen: 32, ...costsOf(parameters) }),
    verify: (encoded, token) => verify(encoded, token),
  };
}

function costsOf({ memoryKiB, passes, lanes }: Argon2Parameters) {
  return { memoryCost: memoryKiB, timeCost: passes, parallelism: lanes };
}
