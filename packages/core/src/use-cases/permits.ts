import type { KeyAction, KeyPolicyDecision } from '../ports/key-policy.js';
import { findManagedKey, type KeyRequest } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { invalid, requireFields } from './parse-request.js';

/** What can be asked about one key. */
export type PermitsAction = Extract<
  KeyAction,
  'history' | 'rename' | 'disable' | 'enable' | 'rotate' | 'revoke' | 'offer'
>;

/** Who would do what to a key. */
export interface PermitsRequest<Kind extends string = string> extends KeyRequest<Kind> {
  readonly action: PermitsAction;
}

const actions: { readonly [Action in PermitsAction]: true } = {
  history: true,
  rename: true,
  disable: true,
  enable: true,
  rotate: true,
  revoke: true,
  offer: true,
};

export async function permits(
  deps: ManagementDeps,
  keyId: string,
  request: PermitsRequest,
): Promise<KeyPolicyDecision> {
  requireFields(request, ['actor', 'owner', 'action']);
  const { action } = request;
  if (typeof action !== 'string' || !Object.hasOwn(actions, action))
    throw invalid(`action must be one of ${Object.keys(actions).join(', ')}`);
  const { key, actor } = await findManagedKey(deps, keyId, request);
  return deps.decide({ actor, action, owner: key.owner, key });
}
