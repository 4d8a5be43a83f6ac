import { keyRepositoryContract } from '@postern/conformance';
import { memoryKeyRepository } from '@postern/core/testing';
import { runClauses } from './run-clauses.mjs';

await runClauses(keyRepositoryContract, async () => ({
  repository: memoryKeyRepository(),
  dispose: async () => undefined,
}));
