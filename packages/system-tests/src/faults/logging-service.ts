import { isPosternError } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type Sighting, startHostLog } from '../host-log.js';
import { ada, type Service, startService } from './service.js';

/** A service whose host logs everything, and returns error messages to its callers. */
export interface LoggingService extends Service {
  /** Everything that someone could see. */
  readonly seen: Sighting[];
  /** Stops capturing the output of this process. Otherwise it stops when the test ends. */
  readonly stopLog: () => void;
  /** Logs and returns the error of something that fails, or returns `undefined` if it succeeds. */
  readonly errorOf: (work: () => Promise<unknown>) => Promise<unknown>;
}

/** Starts a service that runs until the test ends. Until then it captures the output of this process. */
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
