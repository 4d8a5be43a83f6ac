export type { Clause, SkippableTest } from './clause.js';
export { hasherContract, type MakeHashers } from './hasher/hasher-contract.js';
export type { Block, SecondRepository, SqlConnection, SubjectHooks } from './key-repository/hooks.js';
export { keyRepositoryContract } from './key-repository/key-repository-contract.js';
export type { KeyRepositorySubject, MakeKeyRepository } from './key-repository/subject.js';
