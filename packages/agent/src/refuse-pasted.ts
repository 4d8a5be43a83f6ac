import type { ApiKey } from '@postern/core';
import { keyFacts } from './key-facts.js';
import { findKey } from './owners.js';
import type { Call, ToolResult } from './tool.js';

/** Refuses an input in which there is a token, and says what to do about it: a model has seen it. */
export async function refusePasted(call: Call, keyIds: readonly string[]): Promise<ToolResult> {
  const found = await Promise.all(
    keyIds.slice(0, 10).map((keyId) => findKey(call, keyId).catch(() => undefined)),
  );
  const keys = found.filter((key): key is ApiKey => key !== undefined);
  const deletions = keys.map((key) => ({ key, url: call.options.deleteUrl(key) }));
  return {
    text:
      'Nothing was done: that holds an API key, or a part of one. Whoever sees an API key can use it, so this one has to be ' +
      'deleted, and a new one made. Speak of a key by its ID, which is the 16 characters after the dot.',
    data: {
      leaked: deletions.map(({ key, url }) => ({ ...keyFacts(call, key), delete_url: url })),
    },
    isError: true,
    deletions,
  };
}
