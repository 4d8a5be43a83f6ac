import { nodeArgon2 } from '@postern/argon2/node-argon2';
import { runHasherClauses } from './run-hasher-clauses.mjs';

await runHasherClauses(nodeArgon2);
