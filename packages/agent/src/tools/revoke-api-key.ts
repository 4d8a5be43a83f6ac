import { type ApiKey, displayForm, keyVersion, PosternError } from '@postern/core';
import { z } from 'zod';
import { findKey, findStoredKey, maskName } from '../find-key.js';
import { keyFacts } from '../key-facts.js';
import { makeTool, type ToolFactory } from '../make-tool.js';
import type { Call, ToolResult } from '../tool.js';
import { keyId } from './fields.js';

/** Deletes a key once the person has agreed. If they can't be asked, it returns a link to the page that asks them. */
export const revokeApiKey: ToolFactory = makeTool({
  name: 'revoke_api_key',
  description:
    'Deletes an API key: anything that uses it stops working immediately, and it cannot be restored. The person is ' +
    'asked first, outside this conversation; if that is not possible, the result contains a link where they can confirm.',
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
    const { actor, confirm } = session;
    const stored = await findStoredKey(call, id);
    const key = maskName(keys, stored);
    if (key.revokedAt !== null) return resultFor(key, 'It was already deleted.');
    const { owner } = key;
    // No one is asked about what can't happen.
    // M08 permitted
    const permitted = await keys.permits(key.id, { owner, actor, action: 'revoke' });
    // A policy may let a key see keys but not delete them. Its person can.
    if (!permitted.ok && actor.kind !== 'key') throw new PosternError('ERR_FORBIDDEN', permitted.message);
    if (!permitted.ok || confirm === undefined) return linkResult(call, key);
    const version = keyVersion(stored);
    const answer = await confirm({ question: questionOf(key), keyId: key.id, keyVersion: version });
    // M08 deletion
    if (answer !== 'yes') return resultFor(key, unanswered[answer]);
    await keys.revoke(key.id, { owner, actor, /* M08 version */ expectedVersion: version });
    return resultFor(
      await findKey(call, id),
      'It has been deleted: requests with it are refused from now on.',
    );
  },
});

const unanswered = {
  no: 'The person did not agree: nothing was deleted.',
  later: 'The person is being asked: nothing has been deleted yet.',
};

function resultFor(key: ApiKey, text: string): Omit<ToolResult, 'isError'> {
  return { text, data: { ...keyFacts(key), deleted: key.revokedAt !== null } };
}

function linkResult(call: Call, key: ApiKey): Omit<ToolResult, 'isError'> {
  const url = call.options.deleteUrl(key);
  const { text, data } = resultFor(
    key,
    `Nothing has been deleted yet: the person can confirm it at ${url}. Give them the link.`,
  );
  return { text, data: { ...data, url }, deletions: [{ key, url }] };
}

function questionOf(key: ApiKey): string {
  const use = key.lastUsedAt === null ? 'was never used' : `was last used on ${key.lastUsedAt.toISOString()}`;
  const what = `${JSON.stringify(key.name)} (${displayForm(key)})`;
  return `Delete the API key ${what}? It ${use}. Anything that uses it will stop working immediately.`;
}
