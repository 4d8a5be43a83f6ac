// Runs the contract of a middleware: `node checks/middleware.mjs hono`. Further arguments name clauses to leave out.
import { middlewareContract } from '@postern/conformance/middleware';
import { runClauses } from './run-clauses.mjs';
import { serveFetch } from './serve-fetch.mjs';

const [, , name, ...except] = process.argv;

const subjects = {
  hono: async () => (await import('./subjects/hono.mjs')).honoSubjectOn(serveFetch),
  fetch: async () => {
    const { subjectApp } = await import('./subjects/fetch.mjs');
    return async (setup) => {
      const { fetch, ...subject } = subjectApp(setup);
      return { ...subject, ...(await serveFetch(fetch)) };
    };
  },
  express: async () => (await import('./subjects/express.mjs')).subjectOf((await import('express')).default),
  fastify: async () => (await import('./subjects/fastify.mjs')).fastifySubject,
  nestjs: async () => {
    const { nestSubject, platforms } = await import('./subjects/nestjs.mjs');
    return nestSubject(platforms.Express);
  },
};

const clauses = middlewareContract.filter((clause) => !except.includes(clause.name));
await runClauses(clauses, await subjects[name]());
