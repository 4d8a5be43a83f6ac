import { createHash } from 'node:crypto';
import type { Actor } from '@postern/core';
import { html } from 'hono/html';
import type { Markup } from './shell/markup.js';

const fieldName = 'person';

/**
 * The hidden field of a form that says who it was made for. In the meantime, another person may sign in with the same
 * browser, and must not be the one who does what the form asks for. Every form of the
 * settings has it, and is checked.
 *
 * @example
 * html`<form method="post" action="/agents">${personField(actor)}<button>Add</button></form>`;
 */
export function personField(actor: Pick<Actor, 'kind' | 'id'>): Markup {
  return html`<input type="hidden" name="${fieldName}" value="${personTag(actor)}">`;
}

/** Checks whether a form was made for someone else than this actor. A form that does not say so is not. */
export function isForOtherPerson(fields: URLSearchParams, actor: Pick<Actor, 'kind' | 'id'>): boolean {
  const tag = fields.get(fieldName);
  return tag !== null && tag !== personTag(actor);
}

/** Tells people apart, however an ID is written. It proves nothing, so it needs no key. */
export function personTag({ kind, id }: Pick<Actor, 'kind' | 'id'>): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, id]))
    .digest('base64url')
    .slice(0, 16);
}
