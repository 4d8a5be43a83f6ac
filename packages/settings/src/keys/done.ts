import { type ApiKey, displayForm, keyState, keyStates } from '@postern/core';
import { html } from 'hono/html';
import { keysPath, type OwnerPageContext } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';
import { findKey } from './relatives.js';

/** What people do to a key, as the next page reports it. `unchanged`: nothing, because it was done before. */
const allDone = ['issued', 'renamed', 'rotated', 'disabled', 'enabled', 'deleted', 'unchanged'] as const;
export type Done = (typeof allDone)[number];

/** The URL of the list of keys, which reports what was done to one of them. */
export function listWithDone({ page, owner }: OwnerPageContext, done: Done, keyId: string): string {
  return `${keysPath(page, owner)}?${doneQuery(done, keyId)}`;
}

/** The URL of a key's page, which reports what was done to it. */
export function keyWithDone({ page, owner }: OwnerPageContext, done: Done, keyId: string): string {
  return `${keysPath(page, owner)}/${encodeURIComponent(keyId)}?${doneQuery(done, keyId)}`;
}

function doneQuery(done: Done, keyId: string): string {
  return new URLSearchParams({ done, key: keyId }).toString();
}

/**
 * Renders what was done to a key, if the query of the page says so. Anyone can make up a link, so this says only what
 * the record of the key shows now: no link can claim that a key was deleted. Empty if it shows something else, or the
 * person may not see the key.
 */
export async function doneMessage(
  context: OwnerPageContext,
  query: (name: string) => string | undefined,
): Promise<Markup | ''> {
  const done = allDone.find((each) => each === query('done'));
  const key = done && (await findKey(context, query('key') ?? ''));
  const text = done && key && /* M09 done */ sentenceIfTrue(context.page.texts, done, key);
  const look = done === 'unchanged' ? 'notice' : 'done';
  return text === undefined ? '' : html`<p role="status" class="${look}" data-done>${text}</p>\n`;
}

function sentenceIfTrue(texts: Texts, done: Done, key: ApiKey): string | undefined {
  const { name, successorId } = key;
  const state = keyState(key, new Date());
  switch (done) {
    case 'issued':
      return state === 'live' ? texts.doneIssued(name) : undefined;
    case 'renamed':
      return texts.doneRenamed(displayForm(key), name);
    case 'rotated':
      return successorId === null ? undefined : texts.doneRotated(name);
    case 'disabled':
      return state === 'disabled' ? texts.doneDisabled(name) : undefined;
    case 'enabled':
      return keyStates[state].accepted ? texts.doneEnabled(name) : undefined;
    case 'deleted':
      return state === 'revoked' ? texts.doneDeleted(name) : undefined;
    case 'unchanged':
      return texts.unchanged(texts.stateNow[state](name));
  }
}
