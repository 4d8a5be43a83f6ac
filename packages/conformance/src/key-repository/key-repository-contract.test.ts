import { memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { brokenRepository } from '../../test-support/broken-repository.js';
import { withinLimits } from '../../test-support/within-limits.js';
import { keyRepositoryContract } from './key-repository-contract.js';

describe('memoryKeyRepository fulfils the contract', () => {
  const make = async () => ({ repository: memoryKeyRepository(), dispose: async () => undefined });
  for (const { name, run } of keyRepositoryContract) it(name, () => run(make));
});

describe('a repository that can be damaged and blocked fulfils the contract', () => {
  for (const { name, run } of keyRepositoryContract) it(name, () => run(brokenRepository(() => ({}))));
});

describe('the contract stays within the limits of the port', () => {
  const make = async () => ({
    repository: withinLimits(memoryKeyRepository()),
    dispose: async () => undefined,
  });
  for (const { name, run } of keyRepositoryContract) it(name, () => run(make));
});

it('every clause has a different name', () => {
  const names = keyRepositoryContract.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it('every clause disposes of the subject, even if it fails', async () => {
  const disposed: string[] = [];
  for (const { name, run } of keyRepositoryContract) {
    const repository = new Proxy(memoryKeyRepository(), {
      get: () => () => Promise.reject(new Error('down')),
    });
    const subject = {
      repository,
      dispose: async () => void disposed.push(name),
      damage: async () => undefined,
      block: { start: async () => async () => undefined, withinMs: 50 },
    };
    await expect(run(async () => subject)).rejects.toThrow();
  }
  expect(disposed).toHaveLength(keyRepositoryContract.length);
});
