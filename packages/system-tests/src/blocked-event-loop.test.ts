import { stat } from 'node:fs/promises';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const ada = { kind: 'user', id: 'ada' } as const;
const unhandled = vi.fn();

beforeEach(() => void process.on('unhandledRejection', unhandled));
afterEach(() => void process.off('unhandledRejection', unhandled));

/** Blocks the event loop for longer than every deadline and interval below. */
function blockEventLoop(): void {
  const end = performance.now() + 300;
  while (performance.now() < end);
}

/** A service with a repository that answers asynchronously, through libuv, as a real one can. */
async function slowService(onFind: () => void) {
  const memory = memoryKeyRepository();
  const keys = createApiKeys({
    repository: {
      ...memory,
      async find(ids) {
        onFind();
        await stat(import.meta.filename);
        return memory.find(ids);
      },
    },
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
    limits: { lookupDeadlineMs: 100, useFlushIntervalMs: 20 },
  });
  const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'blocked' });
  const lastUsedAt = async () => (await keys.get(key.id, { actor: ada })).lastUsedAt;
  return { keys, token, lastUsedAt };
}

it('F07 an event loop that is blocked past a flush loses no use', async () => {
  const { keys, token, lastUsedAt } = await slowService(() => undefined);
  expect(await keys.verify(token)).toMatchObject({ ok: true });
  blockEventLoop();
  await expect.poll(lastUsedAt).toBeInstanceOf(Date);
  await keys.close();
  expect(keys.counters().droppedUses).toBe(0);
  expect(unhandled).not.toHaveBeenCalled();
});

it('F07 an event loop that is blocked past the deadline of a read causes a fault, and the next read succeeds', async () => {
  let blocks = false;
  // Blocks once the read is under way and its deadline is set.
  const { keys, token, lastUsedAt } = await slowService(() => blocks && queueMicrotask(blockEventLoop));
  blocks = true;
  await expect(keys.verify(token)).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
  blocks = false;
  expect(await keys.verify(token)).toMatchObject({ ok: true });
  await keys.close();
  expect(await lastUsedAt()).toBeInstanceOf(Date);
  expect(unhandled).not.toHaveBeenCalled();
});
