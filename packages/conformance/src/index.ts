export type { Clause } from './clause.js';
export { hasherContract, type MakeHashers } from './hasher/hasher-contract.js';
