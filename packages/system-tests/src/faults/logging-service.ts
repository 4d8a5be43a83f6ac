import { isPosternError } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type Sighting, startHostLog } from '../host-log.js';
import { ada, type Service, startService } from './service.js';

/** A service whose host logs everything, and tells its callers what went wrong. */
export interface LoggingService extends Service {
  /** Everything that somebody could look at. */
  readonly seen: Sighting[];
  /** Gives the outputs of this process back. Else it is done when the test ends. */
  readonly stopLog: () => void;
  /** Notes how something fails. Gives the error; `undefined` where it does not. */
  readonly errorOf: (work: () => Promise<unknown>) => Promise<unknown>;
}

/** Starts one. It ends when the test does. Until then it takes the outputs of this process. */
export async function startLoggingService(repository: KeyRepository): Promise<LoggingService> {
  const seen: Sighting[] = [];
  const log = startHostLog(seen);
  onTestFinished(log.stop);
  const routes = new Hono().post('/keys', async (c) => {
    const { key } = await service.keys.issue({ owner: ada, actor: ada, name: await c.req.text() });
    return c.json({ id: key.id }, 201);
  });
  routes.onError((error, c) => {
    log.error(error);
    return c.json({ message: error.message, code: isPosternError(error) ? error.code : null }, 503);
  });
  const service = await startService(repository, { routes, emit: log.event });
  return {
    ...service,
    seen,
    stopLog: log.stop,
    async errorOf(work) {
      try {
        await work();
      } catch (error) {
        log.error(error);
        return error;
      }
      return undefined;
    },
  };
}
