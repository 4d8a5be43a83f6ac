import * as crypto from 'node:crypto';
import { runHasherClauses } from './run-hasher-clauses.mjs';

if (crypto.argon2 === undefined) throw new Error('node:crypto has no argon2');
await runHasherClauses();
