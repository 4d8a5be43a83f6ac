import { nodeRsArgon2 } from '@postern/argon2/node-rs';
import { runHasherClauses } from './run-hasher-clauses.mjs';

await runHasherClauses(nodeRsArgon2);
