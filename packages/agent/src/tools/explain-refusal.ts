import { type ApiKey, type KeyState, keyState } from '@postern/core';
import { z } from 'zod';
import { findKey } from '../find-key.js';
import { keyFacts } from '../key-facts.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import { keyId } from './fields.js';

/** Says why requests with a key are refused. */
export const explainRefusal: ToolFactory = makeTool({
  name: 'explain_refusal',
  description:
    'Says why requests with an API key are answered 401 or 403. Takes the ID of the key, never the key: if somebody gives you a ' +
    'whole key, tell them to delete it.',
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
    return { text: reasonOf[keyState(key, new Date())](key), data: { ...keyFacts(key) } };
  },
});

const at = (instant: Date | null) => (instant === null ? '' : ` at ${instant.toISOString()}`);

const reasonOf: { readonly [State in KeyState]: (key: ApiKey) => string } = {
  revoked: (key) =>
    replaced(key) ?? `It was deleted${at(key.revokedAt)}, so it is refused for good. Create another one.`,
  disabled: ({ disabledAt }) =>
    `It was disabled${at(disabledAt)}, so it is refused until whoever did that, or somebody else who may, enables it.`,
  expired: (key) =>
    replaced(key) ?? `It expired${at(key.expiresAt)}, so it is refused for good. Create another one.`,
  rotated: ({ expiresAt }) =>
    `A successor has taken its place. It still works, until its grace is over${at(expiresAt)}; ${live}`,
  live: () => `The key itself is live; ${live}`,
};

/** Of a key that was rotated, whether it had a grace or not. */
function replaced({ rotatedAt, successorId }: ApiKey): string | undefined {
  if (successorId === null) return undefined;
  return (
    `It was rotated${at(rotatedAt)}, so it is refused for good: the key ${successorId} has taken its place. ` +
    'Whatever sends this one needs that one.'
  );
}

const live =
  'where it is answered 401 all the same, what is sent is not this key, or not the whole of it: it goes into ' +
  '"Authorization: Bearer", or into "x-api-key", without quotes or line breaks; or its owner is not active any more. Where it ' +
  'is answered 403, its scopes or the permissions of its owner are too narrow for that route.';
