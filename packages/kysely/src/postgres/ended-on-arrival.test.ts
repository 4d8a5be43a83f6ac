import { buildStoredKey } from '@postern/core/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startEndingServer } from '../../test-support/ending-server.js';
import { hostPool, storageIn } from '../../test-support/temporary-database.js';

it.each([
  ["Postern's pool", () => ({})],
  ["the host's pool", (url: string) => ({ pool: hostPool(url) })],
])(
  'F01 a connection of %s that ends as it is handed over is a fault, and does not end the process',
  async (_of, options) => {
    const uncaught = vi.fn();
    process.on('uncaughtException', uncaught);
    onTestFinished(() => void process.off('uncaughtException', uncaught));
    const url = await startEndingServer();
    const { repository } = storageIn(url, options(url));
    const { key } = buildStoredKey();
    await expect(repository.find([key.id])).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    expect(uncaught).not.toHaveBeenCalled();
  },
);
