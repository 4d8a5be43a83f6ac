import { middlewareContract } from '@postern/conformance/middleware';
import { describe, it } from 'vitest';
import { expressSubject } from '../test-support/subject.js';

describe('the Express middleware fulfils the contract', () => {
  for (const { name, run } of middlewareContract) it(name, () => run(expressSubject));
});
