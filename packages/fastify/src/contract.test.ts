import { middlewareContract } from '@postern/conformance/middleware';
import { describe, it } from 'vitest';
import { fastifySubject } from '../test-support/subject.js';

describe('the Fastify plugin fulfils the contract', () => {
  for (const { name, run } of middlewareContract) it(name, () => run(fastifySubject));
});
