import { describe } from 'vitest';
import { brokenRepositories } from '../../test-support/broken-repositories/all.js';
import { brokenRepository } from '../../test-support/broken-repository.js';
import { itCatches } from '../../test-support/it-catches.js';
import { noticing } from '../../test-support/noticing.js';
import { keyRepositoryContract } from './key-repository-contract.js';

const mayNotice = await noticing(keyRepositoryContract);

describe('the repository contract catches broken repositories', () =>
  itCatches(keyRepositoryContract, brokenRepository, brokenRepositories, mayNotice));
