import type { Argon2Engine } from '../src/argon2-engine.js';
import { builtInArgon2 } from '../src/built-in-argon2.js';
import { nodeArgon2 } from '../src/node-argon2/index.js';
import { nodeRsArgon2 } from '../src/node-rs/index.js';

interface NamedEngine {
  readonly name: string;
  readonly engine: Argon2Engine;
}

const builtIn = builtInArgon2();

/** Every engine that this runtime has: Node's own only from 24.7 on, so `npm run test:runtimes` tests that one. */
export const everyEngine: readonly NamedEngine[] = [
  { name: 'argon2', engine: nodeArgon2 },
  { name: '@node-rs/argon2', engine: nodeRsArgon2 },
  ...(builtIn === undefined ? [] : [{ name: 'crypto.argon2', engine: builtIn }]),
];
