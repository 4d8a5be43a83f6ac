import { middlewareContract } from '@postern/conformance/middleware';
import express from 'express';
import express4 from 'express-4';
import { describe, it } from 'vitest';
import { subjectOf } from '../test-support/subject.js';

describe.each([
  ['5', express],
  ['4', express4 as unknown as typeof express],
])('the middleware fulfils the contract on Express %s', (_version, create) => {
  for (const { name, run } of middlewareContract) it(name, () => run(subjectOf(create)));
});
