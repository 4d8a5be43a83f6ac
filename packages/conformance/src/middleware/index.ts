export { codeThrownBy } from './expectations.js';
export { middlewareContract } from './middleware-contract.js';
export { type ServiceInMemory, serviceInMemory } from './service-in-memory.js';
export {
  type Echo,
  earlierHeaders,
  type MakeMiddlewareSubject,
  type MiddlewareSetup,
  type MiddlewareSubject,
  type SubjectKind,
  type SubjectPermission,
} from './subject.js';
