import { hash, verify } from '@node-rs/argon2';
import type { Argon2Engine } from '../argon2-engine.js';
import { engineOfNodeRs } from '../library-engines.js';

/**
 * An engine that uses the package `@node-rs/argon2`, which you install yourself.
 *
 * @example
 * const hasher = argon2Hasher({ engine: nodeRsArgon2 });
 */
export const nodeRsArgon2: Argon2Engine = engineOfNodeRs({ hash, verify });
