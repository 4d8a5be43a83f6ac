/** Runs every contract with `node:test`, as the documentation of @postern/conformance shows: one test per clause. */
import { describe, it } from 'node:test';
import { hasherContract, keyRepositoryContract } from '@postern/conformance';
import { middlewareContract } from '@postern/conformance/middleware';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';

const { honoSubject } = await import(process.env.SUBJECT);

describe('keyRepositoryContract', () => {
  const make = async () => ({ repository: memoryKeyRepository(), dispose: async () => undefined });
  for (const { name, run } of keyRepositoryContract) it(name, (test) => run(make, test));
});

describe('hasherContract', () => {
  const make = () => ({ hasher: insecureHasher(), withOtherParameters: insecureHasher({ cost: 2 }) });
  for (const { name, run } of hasherContract) it(name, () => run(make));
});

describe('middlewareContract', () => {
  for (const { name, run } of middlewareContract) it(name, () => run(honoSubject));
});
