import { middlewareContract } from '@postern/conformance/middleware';
import { describe, it } from 'vitest';
import { nestSubject, platforms } from '../test-support/subject.js';

describe.each(Object.entries(platforms))(
  'on %s, the guards for Nest fulfil the contract',
  (_name, create) => {
    for (const { name, run } of middlewareContract) it(name, () => run(nestSubject(create)));
  },
);
