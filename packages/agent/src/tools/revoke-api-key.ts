import { type ApiKey, displayForm, isPosternError } from '@postern/core';
import { z } from 'zod';
import { findKey } from '../find-key.js';
import { keyFacts } from '../key-facts.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import type { Call, ToolResult } from '../tool.js';
import { keyId } from './fields.js';

/** Deletes a key, once the person has agreed. Where nobody can ask them, it answers with the page that does. */
export const revokeApiKey: ToolFactory = makeTool({
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
    if (key.revokedAt !== null) return answer(key, 'It was deleted before.');
    if (session.confirm === undefined) return answerLink(call, key);
    // M08 deletion
    if (!(await session.confirm(questionOf(key))))
      return answer(key, 'The person did not agree: nothing was deleted.');
    try {
      await keys.revoke(key.id, { owner: key.owner, actor: session.actor });
    } catch (error) {
      // A key may be let see keys, and not delete them: its person can.
      if (session.actor.kind === 'key' && isPosternError(error) && error.code === 'ERR_FORBIDDEN')
        return answerLink(call, key);
      throw error;
    }
    return answer(await findKey(call, id), 'It is deleted: whatever has it is refused from now on.');
  },
});

function answer(key: ApiKey, text: string): Omit<ToolResult, 'isError'> {
  return { text, data: { ...keyFacts(key), deleted: key.revokedAt !== null } };
}

function answerLink(call: Call, key: ApiKey): Omit<ToolResult, 'isError'> {
  const url = call.options.deleteUrl(key);
  const { text, data } = answer(
    key,
    `Nothing is deleted yet: the person confirms it at ${url}. Give them the link.`,
  );
  return { text, data: { ...data, url }, deletions: [{ key, url }] };
}

function questionOf(key: ApiKey): string {
  const use = key.lastUsedAt === null ? 'was never used' : `was last used on ${key.lastUsedAt.toISOString()}`;
  return `Delete the API key ${JSON.stringify(key.name)} (${displayForm(key)})? It ${use}. Whatever has it stops working at once.`;
}
