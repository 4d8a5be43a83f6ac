import { type ApiKey, displayForm, isPosternError } from '@postern/core';
import { z } from 'zod';
import { keyFacts } from '../key-facts.js';
import { type MakeTool, tool } from '../make-tool.js';
import { findKey } from '../owners.js';
import type { Call, ToolResult } from '../tool.js';
import { keyId } from './fields.js';

/** Deletes a key, once the person has agreed. Where nobody can ask them, it answers with the page that does. */
export const revokeApiKey: MakeTool = tool({
  name: 'revoke_api_key',
  description:
    'Deletes an API key: whatever uses it stops working at once, and nothing brings it back. The person is asked first, ' +
    'outside this conversation; where that is not possible, the answer is a link at which they confirm it.',
  annotations: {
    title: 'Delete an API key',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  input: z.strictObject({ key_id: keyId }),
  async run({ key_id: id }, call) {
    const { keys, session } = call;
    const key = await findKey(call, id);
    if (key.revokedAt !== null) return answer(call, key, 'It was deleted before.');
    if (session.confirm === undefined) return answerLink(call, key);
    if (!(await session.confirm(questionOf(key))))
      return answer(call, key, 'The person did not agree: nothing was deleted.');
    try {
      await keys.revoke(key.id, { owner: key.owner, actor: session.actor });
    } catch (error) {
      // A key may be let see keys, and not delete them: its person can.
      if (session.actor.kind === 'key' && isPosternError(error) && error.code === 'ERR_FORBIDDEN')
        return answerLink(call, key);
      throw error;
    }
    return answer(call, key, 'It is deleted: whatever has it is refused from now on.', { deleted: true });
  },
});

function answer(
  call: Call,
  key: ApiKey,
  text: string,
  more: Readonly<Record<string, unknown>> = { deleted: key.revokedAt !== null },
): Omit<ToolResult, 'isError'> {
  return { text, data: { ...keyFacts(call, key), ...more } };
}

function answerLink(call: Call, key: ApiKey): Omit<ToolResult, 'isError'> {
  const url = call.options.deleteUrl(key);
  const text = `Nothing is deleted yet: the person confirms it at ${url}. Give them the link.`;
  return { ...answer(call, key, text, { deleted: false, url }), deletions: [{ key, url }] };
}

function questionOf(key: ApiKey): string {
  const use = key.lastUsedAt === null ? 'was never used' : `was last used on ${key.lastUsedAt.toISOString()}`;
  return `Delete the API key ${JSON.stringify(key.name)} (${displayForm(key)})? It ${use}. Whatever has it stops working at once.`;
}
