import { memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { brokenRepository } from '../../test-support/broken-repository.js';
import { soundStorage } from '../../test-support/sound-repository.js';
import { withinLimits } from '../../test-support/within-limits.js';
import { keyRepositoryContract } from './key-repository-contract.js';

describe('memoryKeyRepository fulfils the contract', () => {
  const make = async () => ({ repository: memoryKeyRepository(), dispose: async () => undefined });
  for (const { name, run } of keyRepositoryContract) it(name, (test) => run(make, test));
});

describe('a repository with all hooks fulfils the contract', () => {
  for (const { name, run } of keyRepositoryContract)
    it(name, (test) =>
      run(
        brokenRepository(() => ({})),
        test,
      ),
    );
});

describe('the contract stays within the limits of the port', () => {
  const make = async () => ({
    repository: withinLimits(memoryKeyRepository()),
    dispose: async () => undefined,
  });
  for (const { name, run } of keyRepositoryContract) it(name, (test) => run(make, test));
});

it('every clause has a different name', () => {
  const names = keyRepositoryContract.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it('every clause disposes of the subject and of what it opened, even if it fails', async () => {
  for (const { name, needs, run } of keyRepositoryContract) {
    const disposed: string[] = [];
    const part = (what: string) => {
      const repository = new Proxy(memoryKeyRepository(), {
        get: () => () => Promise.reject(new Error('down')),
      });
      return { repository, dispose: async () => void disposed.push(what) };
    };
    const { hand } = soundStorage()();
    const subject = {
      ...part('subject'),
      damage: async () => undefined,
      block: { start: async () => async () => undefined, withinMs: 50 },
      second: async () => part('second'),
      sql: async () => ({ ...hand, ...part('sql') }),
    };
    await expect(run(async () => subject)).rejects.toThrow();
    const opened = needs === 'second' || needs === 'sql' ? [needs] : [];
    expect(disposed, name).toEqual([...opened, 'subject']);
  }
});

describe('a clause whose hook is missing', () => {
  const hooks = ['damage', 'block', 'second', 'sql'];
  const disposed: string[] = [];
  const make = async () => ({
    repository: memoryKeyRepository(),
    dispose: async () => void disposed.push('subject'),
  });

  it('skips its test, and says what is not checked; every other clause is checked', async () => {
    const reasons: string[] = [];
    for (const { run } of keyRepositoryContract) await run(make, { skip: (reason) => reasons.push(reason) });
    const needs = keyRepositoryContract.flatMap((clause) => clause.needs ?? []);
    expect(reasons).toEqual(needs.map((hook) => `not checked: the subject has no ${hook}`));
    expect(new Set(needs)).toEqual(new Set(hooks));
    expect(disposed).toHaveLength(keyRepositoryContract.length);
  });

  it('without a test, makes the process emit one warning for each hook', async () => {
    const emit = vi.spyOn(process, 'emitWarning').mockReturnValue();
    onTestFinished(() => emit.mockRestore());
    for (const { run } of keyRepositoryContract) await run(make);
    expect(emit.mock.calls.map(([warning]) => warning)).toEqual(
      hooks.map((hook) => `clauses that need ${hook} are not checked: the subject doesn't have it`),
    );
  });
});
