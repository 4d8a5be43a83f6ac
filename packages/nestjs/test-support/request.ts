import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DynamicModule, INestApplication, Provider, Type } from '@nestjs/common';
import { onTestFinished } from 'vitest';
import { listen, platforms } from './subject.js';

/** The parts of an application. */
export interface Parts {
  readonly imports: NonNullable<DynamicModule['imports']>;
  readonly controllers: Type[];
  readonly providers?: Provider[];
  /** A middleware that runs first. */
  readonly middleware?: (req: IncomingMessage, res: ServerResponse, next: () => void) => void;
}

export type Platform = keyof typeof platforms;

/** Sends a GET request. */
export type Get = (path: string, headers?: Record<string, string>) => Promise<Response>;

/** Serves an application on one of Nest's platforms until the test ends. */
export async function serve(parts: Parts, platform: Platform = 'Express'): Promise<Get> {
  const { port, close } = await listen(await createApplication(parts, platform));
  onTestFinished(close);
  return (path, headers = {}) =>
    fetch(`http://127.0.0.1:${port}/${path}`, { headers: { ...headers, connection: 'close' } });
}

/** The same, but it returns the status and the body. */
export async function serveText(
  parts: Parts,
  platform: Platform = 'Express',
): Promise<(...request: Parameters<Get>) => Promise<readonly [number, string]>> {
  const get = await serve(parts, platform);
  return async (...request) => {
    const response = await get(...request);
    return [response.status, await response.text()];
  };
}

/** Creates an application. Rejects with what Nest rejects with when it starts. */
export async function createApplication(
  { middleware, ...parts }: Parts,
  platform: Platform = 'Express',
): Promise<INestApplication> {
  const app = await platforms[platform]({ module: class Application {}, ...parts });
  if (middleware !== undefined) app.use(middleware);
  return app.init();
}
