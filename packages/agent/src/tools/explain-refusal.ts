import { type ApiKey, isPosternError, type KeyState, keyState } from '@postern/core';
import { z } from 'zod';
import { findKey } from '../find-key.js';
import { keyFacts } from '../key-facts.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import { maskTokens } from '../mask-tokens.js';
import { successorUse } from '../successor-use.js';
import type { Call } from '../tool.js';
import { keyId } from './fields.js';

/** Explains why requests with a key are refused. */
export const explainRefusal: ToolFactory = makeTool({
  name: 'explain_refusal',
  description:
    'Explains why requests with an API key get 401 or 403. Takes the ID of the key, never the key itself: if someone ' +
    'gives you a whole key, tell them to delete it.',
  annotations: {
    title: 'Explain why a key is refused',
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  input: z.strictObject({ key_id: keyId }),
  async run({ key_id: id }, call) {
    const key = await findKey(call, id);
    const used = await successorUse(call, key);
    const reportedAt = await leakReportedAt(call, key);
    const state = reasonOf[keyState(key, new Date())](key);
    const reason = key.reason && maskTokens(key.reason, call.keys.tokenPrefixes).text;
    return {
      text: [...leakOf(reportedAt), state, ...rotationOf(key, used)].join(' '),
      data: {
        ...keyFacts(key, used),
        reason,
        deleted_at: key.revokedAt?.toISOString() ?? null,
        disabled_at: key.disabledAt?.toISOString() ?? null,
        rotated_at: key.rotatedAt?.toISOString() ?? null,
        leak_reported_at: reportedAt?.toISOString() ?? null,
      },
    };
  },
});

const at = (instant: Date | null) => (instant === null ? '' : ` at ${instant.toISOString()}`);

const reasonOf: { readonly [State in KeyState]: (key: ApiKey) => string } = {
  revoked: (key) =>
    replaced(key) ?? `It was deleted${at(key.revokedAt)}, so it is refused permanently. Create another one.`,
  disabled: ({ disabledAt }) =>
    `It was disabled${at(disabledAt)}, so it is refused until someone who may enable it does.`,
  expired: (key) =>
    replaced(key) ?? `It expired${at(key.expiresAt)}, so it is refused permanently. Create another one.`,
  rotated: ({ expiresAt }) =>
    `It has been replaced. It still works until its grace period ends${at(expiresAt)}; ${live}`,
  live: () => `The key itself is live; ${live}`,
};

/** Returns when the key was last reported as leaked. `undefined`: never, or the actor may not see its history. */
async function leakReportedAt({ keys, session }: Call, { id, owner }: ApiKey): Promise<Date | undefined> {
  try {
    const { entries } = await keys.history({ keyId: id, owner, actor: session.actor, limit: 100 });
    return entries.find(({ action }) => action === 'leak_reported')?.at;
  } catch (error) {
    if (isPosternError(error) && error.code === 'ERR_FORBIDDEN') return undefined;
    throw error;
  }
}

function leakOf(reportedAt: Date | undefined): readonly string[] {
  if (reportedAt === undefined) return [];
  return [
    `It was reported as leaked${at(reportedAt)}, so someone else may have it: replace it, and find out where it leaked.`,
  ];
}

/** Whether a rotation can be finished. */
function rotationOf({ lastUsedAt }: ApiKey, successorUsed: Date | null | undefined): readonly string[] {
  if (successorUsed === undefined) return [];
  const old =
    lastUsedAt === null ? 'The old key was never used' : `The old key was last used${at(lastUsedAt)}`;
  const next = successorUsed === null ? 'has not been used yet' : `was last used${at(successorUsed)}`;
  return [`${old}; its successor ${next}.`];
}

/** The reason if the key was rotated, with or without a grace period. */
function replaced({ rotatedAt, successorId }: ApiKey): string | undefined {
  if (successorId === null) return undefined;
  return (
    `It was rotated${at(rotatedAt)}, so it is refused permanently: the key ${successorId} has replaced it. ` +
    'Programs that send this key need the new one.'
  );
}

const live =
  'if requests still get 401, they send a different key or only part of it, or its owner is no longer active. A key ' +
  'belongs in "Authorization: Bearer" or in "x-api-key", without quotes or line breaks. If they get 403, its scopes or the ' +
  'permissions of its owner are too narrow for that route.';
