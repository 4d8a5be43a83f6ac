import { middlewareContract } from '@postern/conformance/middleware';
import { describe, it } from 'vitest';
import { fetchSubject } from '../test-support/subject.js';

describe('handlers in withApiKey fulfil the contract', () => {
  for (const { name, run } of middlewareContract) it(name, (test) => run(fetchSubject, test));
});
