import type { Argon2Engine } from './argon2-engine.js';
import type { Argon2Parameters } from './phc-string.js';

/** What is used of a package. Its own types are not needed, because it may not be installed. */
interface Library<Options> {
  hash(token: string, options: Options & Costs): Promise<string>;
  verify(hash: string, token: string): Promise<boolean>;
}

/** How both packages name the parameters. */
interface Costs {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** The package `argon2`. */
export type NodeArgon2 = Library<{ readonly type: 2; readonly version: number; readonly hashLength: number }>;

/** The package `@node-rs/argon2`. */
export type NodeRsArgon2 = Library<{
  readonly algorithm: number;
  readonly version: number;
  readonly outputLen: number;
}>;

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

function costsOf({ memoryKiB, passes, lanes }: Argon2Parameters): Costs {
  return { memoryCost: memoryKiB, timeCost: passes, parallelism: lanes };
}
