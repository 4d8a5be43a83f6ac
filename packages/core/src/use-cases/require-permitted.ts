import { PosternError } from '../errors.js';
import type { KeyPolicyRequest } from '../ports/key-policy.js';
import type { ManagementPorts } from './management-ports.js';

/**
 * Asks the policy.
 *
 * @throws {PosternError} `ERR_FORBIDDEN`, with the policy's message.
 */
export async function requirePermitted(
  ports: Pick<ManagementPorts, 'decide'>,
  request: KeyPolicyRequest,
): Promise<void> {
  const decision = await ports.decide(request);
  if (!decision.ok) throw new PosternError('ERR_FORBIDDEN', decision.message);
}
