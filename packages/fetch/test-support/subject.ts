import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { MakeMiddlewareSubject } from '@postern/conformance/middleware';
import { subjectApp } from './subject-app.js';

/** The subject of the middleware contract: handlers on @hono/node-server. */
export const fetchSubject: MakeMiddlewareSubject = async (setup) => {
  const { fetch, ...subject } = subjectApp(setup);
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    ...subject,
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
