import { memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { keyRepositoryContract } from './key-repository-contract.js';

describe('memoryKeyRepository fulfils the contract', () => {
  const make = async () => ({ repository: memoryKeyRepository(), dispose: async () => undefined });
  for (const { name, run } of keyRepositoryContract) it(name, () => run(make));
});

it('names each clause once', () => {
  const names = keyRepositoryContract.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it('puts the subject away, also where a clause fails', async () => {
  const disposed: string[] = [];
  for (const { name, run } of keyRepositoryContract) {
    const repository = new Proxy(memoryKeyRepository(), {
      get: () => () => Promise.reject(new Error('down')),
    });
    await expect(
      run(async () => ({ repository, dispose: async () => void disposed.push(name) })),
    ).rejects.toThrow();
  }
  expect(disposed).toHaveLength(keyRepositoryContract.length);
});
