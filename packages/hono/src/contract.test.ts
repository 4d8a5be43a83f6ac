import { middlewareContract } from '@postern/conformance/middleware';
import { describe, it } from 'vitest';
import { honoSubject } from '../test-support/subject.js';

describe('the Hono middleware fulfils the contract', () => {
  for (const { name, run } of middlewareContract) it(name, () => run(honoSubject));
});
