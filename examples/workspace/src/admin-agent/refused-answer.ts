import type { ToolResult } from '@postern/agent';
import { permissions } from '../keys/permissions.js';
import { refusalText } from '../texts/areas/refusals.js';
import { instantText } from '../texts/format.js';
import type { WorkspaceTexts } from '../texts/texts.js';
import { cardsFrom, type Said } from './assistant.js';
import type { NamedOwner } from './clauses.js';

/** An answer with the cards of a result. If the tool failed, the text says why, in the person's language. */
export function answerWith(
  result: ToolResult,
  text: string,
  { texts, owner = null }: { readonly texts: WorkspaceTexts; readonly owner?: NamedOwner | null },
): Said {
  return { text: result.isError ? refusal(result, texts, owner) : text, cards: cardsFrom(result) };
}

/** The message of an error is for programs and models, so people read a sentence of their own. */
function refusal({ error }: ToolResult, texts: WorkspaceTexts, owner: NamedOwner | null): string {
  const { refused } = texts.explanations;
  switch (error?.code) {
    case 'ERR_FORBIDDEN':
      return refusalText(texts.refusals, error.message);
    case 'ERR_INVALID_ARGUMENT':
      return owner === null ? refused.unreadable : refused[owner.kind];
    case 'ERR_INVALID_NAME':
      return refused.name;
    case 'ERR_INVALID_EXPIRY':
      return refused.expiry(instantText(texts.language, error.latest));
    case 'ERR_INVALID_SCOPES':
      return refused.unknownScopes(permissions.join(', '));
    case 'ERR_SCOPES_NOT_GRANTED':
      return refused.scopes(error.scopes.join(', '));
    case 'ERR_KEY_NOT_FOUND':
      return refused.keyNotFound;
    case 'ERR_KEY_NOT_LIVE':
      return refused.keyNotLive;
    case 'ERR_OWNER_INACTIVE':
      return refused.ownerInactive;
    case 'ERR_TOO_MANY_KEYS':
      return refused.tooManyKeys(error.limit);
    case undefined:
      // A name that long is not that of an owner, and no input of the tool either.
      return owner !== null && owner.name.length > 200 ? refused[owner.kind] : refused.notResponding;
    default:
      return refused.unreadable;
  }
}
