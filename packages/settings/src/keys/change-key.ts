import { type ApiKey, type Changed, isPosternError } from '@postern/core';
import type { OwnerPageContext } from '../page-context.js';
import { noReason } from './explain-change.js';
import type { KeyPageAction } from './key-actions.js';

/** What people do to a key on a page that asks first. Rotating has pages of its own. */
export type KeyChange = Exclude<KeyPageAction, 'rotate'>;

/** What the form of a change sends. */
export interface ChangeForm {
  readonly name: string;
  readonly reason: string;
  /** The `keyVersion` of the record that the person saw. Empty: any. */
  readonly version: string;
}

/**
 * Changes a key if it is still as the person saw it. `undefined`: the key is now as the person wants it, also if it
 * already was, because the form was sent twice. Otherwise nothing was changed, and this returns the key as it is now.
 *
 * @throws {PosternError} as the verbs of core do, except for `ERR_VERSION_MISMATCH`.
 */
export async function changeKey(
  { keys, owner, actor }: Pick<OwnerPageContext, 'keys' | 'owner' | 'actor'>,
  { keyId, change }: { readonly keyId: string; readonly change: KeyChange },
  form: ChangeForm,
): Promise<ApiKey | undefined> {
  const version = form.version === '' ? {} : /* M09 version */ { expectedVersion: form.version };
  const request = { owner, actor, ...version };
  const verbs: Readonly<Record<KeyChange, () => Promise<Changed>>> = {
    rename: () => keys.rename(keyId, { ...request, name: form.name }),
    disable: () => keys.disable(keyId, { ...request, reason: form.reason.trim() || noReason }),
    enable: () => keys.enable(keyId, request),
    delete: () => keys.revoke(keyId, { ...request, reason: form.reason.trim() || undefined }),
  };
  try {
    const { changed } = await verbs[change]();
    if (changed) return undefined;
  } catch (error) {
    if (!isPosternError(error) || error.code !== 'ERR_VERSION_MISMATCH') throw error;
  }
  const key = await keys.get(keyId, { owner, actor });
  return isAsWanted(change, key, form) ? undefined : key;
}

/** Checks whether a key is already as a person wants it, whoever did that. */
export function isAsWanted(
  change: KeyChange,
  { name, disabledAt, revokedAt }: ApiKey,
  form: Pick<ChangeForm, 'name'>,
): boolean {
  if (change === 'delete') return revokedAt !== null;
  if (revokedAt !== null) return false;
  // As core stores a name.
  if (change === 'rename') return name === form.name.trim().normalize('NFC');
  return change === 'disable' ? disabledAt !== null : disabledAt === null;
}
