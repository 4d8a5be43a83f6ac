export type { Clause } from './clause.js';
export { hasherContract, type MakeHashers } from './hasher/hasher-contract.js';
export { keyRepositoryContract } from './key-repository/key-repository-contract.js';
export type { Block, KeyRepositorySubject, MakeKeyRepository } from './key-repository/subject.js';
