import { isForOtherPerson, personField } from '@postern/settings';
import type { Context } from 'hono';
import type { Markup } from '../pages/page.js';
import type { Person } from '../people/people.js';
import { readForm } from './body.js';

type Identified = Pick<Person, 'id'>;

/** The hidden field that every form of a signed-in person begins with, but for *Sign out*: the person. */
export function madeFor({ id }: Identified): Markup {
  return personField({ kind: 'user', id });
}

/**
 * Reads what a signed-in person sent. A request without a body has no fields. `undefined`: the form was made for someone
 * else, who was signed in before with this browser.
 *
 * @throws {HttpError} 400, 413 or 415.
 */
export async function readPersonForm(
  c: Context,
  { id }: Identified,
  maxBytes: number,
): Promise<URLSearchParams | undefined> {
  const isEmpty = c.req.method !== 'POST' || c.req.header('Content-Type') === undefined;
  const form = isEmpty ? new URLSearchParams() : await readForm(c, maxBytes);
  // M05 forms
  if (isForOtherPerson(form, { kind: 'user', id })) return undefined;
  return form;
}
