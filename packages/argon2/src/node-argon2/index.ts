import { hash, verify } from 'argon2';
import type { Argon2Engine } from '../argon2-engine.js';
import { engineOfArgon2 } from '../library-engines.js';

/**
 * An engine that uses the package `argon2`, the reference implementation, which you install yourself.
 *
 * @example
 * const hasher = argon2Hasher({ engine: nodeArgon2 });
 */
export const nodeArgon2: Argon2Engine = engineOfArgon2({ hash, verify });
