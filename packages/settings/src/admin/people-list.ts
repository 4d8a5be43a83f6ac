import type { ApiKey } from '@postern/core';
import { actorPattern } from '@postern/management/internal';
import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';
import type { AdminPageContext } from './admin-context.js';
import { isPersonId } from './key-filter.js';

/** The `list` of fields that take the ID of a person. */
export const peopleListId = 'people';

/**
 * The people who own or created some keys, by name, to choose from where an ID is asked for. At most two for each key
 * of a page.
 */
export async function peopleList({ nameOf }: AdminPageContext, keys: readonly ApiKey[]): Promise<Markup> {
  const ids = new Set(
    keys
      .flatMap(({ owner, createdBy }) => [owner, createdBy])
      // An ID that looks like another actor would be read as that one.
      .filter(({ kind, id }) => kind === 'user' && isPersonId(id) && !actorPattern.test(id))
      .map(({ id }) => id),
  );
  const people = await Promise.all(
    [...ids].map(async (id) => ({ id, name: await nameOf({ kind: 'user', id }) })),
  );
  const options = people
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({ id, name }) => html`<option value="${id}">${name}</option>`);
  return html`<datalist id="${peopleListId}">${options}</datalist>`;
}
