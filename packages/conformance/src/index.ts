export type { Clause } from './clause.js';
export { hasherContract, type MakeHashers } from './hasher/hasher-contract.js';
export { keyRepositoryContract } from './key-repository/key-repository-contract.js';
export type { Block, KeyRepositorySubject, MakeKeyRepository } from './key-repository/subject.js';
export { codeThrownBy } from './middleware/expectations.js';
export { middlewareContract } from './middleware/middleware-contract.js';
export { type ServiceInMemory, serviceInMemory } from './middleware/service-in-memory.js';
export {
  earlierHeaders,
  type MakeMiddlewareSubject,
  type MiddlewareSetup,
  type MiddlewareSubject,
  type SubjectKind,
  type SubjectPermission,
} from './middleware/subject.js';
