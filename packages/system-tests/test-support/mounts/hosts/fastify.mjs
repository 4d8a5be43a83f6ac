import fastify from 'fastify';

export const start = (plugin) => listening(fastify(), plugin);

/** Returns the server, which is listening at some later time. */
export function listening(app, plugin) {
  app.register(plugin, { prefix: '/mounted' });
  app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
}
