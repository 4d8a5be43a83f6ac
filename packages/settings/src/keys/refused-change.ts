import { type ApiKey, isPosternError, selfService } from '@postern/core';
import type { OwnerPageContext } from '../page-context.js';
import { refusalOf } from '../refusal.js';
import { actorName } from './actor-names.js';
import type { KeyChange } from './change-key.js';
import type { ChangeError } from './change-page.js';
import { isLeakReport } from './explain-change.js';

/** Returns what the page of a change says about an error. `undefined`: it isn't about what the person sent. */
export async function refusedChange(
  context: OwnerPageContext,
  error: unknown,
  { key, change }: { readonly key: ApiKey; readonly change: KeyChange },
): Promise<ChangeError | undefined> {
  const { texts } = context.page;
  const refused = refusalOf(error, texts);
  if (refused === undefined || !isPosternError(error)) return undefined;
  const { status, message } = refused;
  switch (error.code) {
    case 'ERR_INVALID_NAME':
      return { status, field: 'name', message };
    case 'ERR_INVALID_ARGUMENT':
      // Of all that is sent, only the reason can be invalid.
      return { status, field: 'reason', message: texts.reasonInvalid };
    case 'ERR_FORBIDDEN':
      return {
        status,
        field: null,
        message: (await selfServiceText(context, error, { key, change })) ?? message,
      };
    default:
      return { status, field: null, message };
  }
}

/**
 * A refusal by `selfService` is in the words of core, for programs, and in English. Other messages were written by the
 * host's policy, for people.
 */
async function selfServiceText(
  context: OwnerPageContext,
  { message }: Error,
  { key, change }: { readonly key: ApiKey; readonly change: KeyChange },
): Promise<string | undefined> {
  const { page, owner, actor } = context;
  const { disabledBy } = key;
  if (change !== 'enable' || disabledBy === null) return undefined;
  const decision = await selfService().decide({ actor, action: change, owner, key });
  if (decision.ok || decision.message !== message) return undefined;
  return isLeakReport(disabledBy)
    ? page.texts.enableNotYoursLeaked
    : page.texts.enableNotYours(await actorName(context, disabledBy));
}
