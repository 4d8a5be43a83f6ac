import { expect } from 'vitest';
import { pages, visit } from './pages.js';
import { readable } from './readable.js';

type Subject = Pick<ReturnType<typeof pages>, 'handler'>;
type Fields = Readonly<Record<string, string>>;

const ada = { kind: 'user', id: 'ada' } as const;

/** Creates the pages, and a key of ada's. */
export async function withKey(given: Parameters<typeof pages>[0] = {}) {
  const subject = pages(given);
  const { key, token } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  const path = `/user/keys/${key.id}`;
  return { subject, id: key.id, token, path, now: () => subject.keys.get(key.id, { actor: ada }) };
}

/** Opens the page that asks, and returns what it says and what its form sends. */
export async function open(subject: Subject, path: string) {
  const { status, text } = await visit(subject, path);
  return { status, seen: readable(text), text, fields: fieldsIn(text) };
}

/** What the form of a page sends. */
export function fieldsIn(text: string): Fields {
  const inputs = text.matchAll(/<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

/** Sends a form, and reads the response. */
export async function send(subject: Subject, path: string, fields: Fields) {
  const { status, headers, text } = await visit(subject, path, { form: Object.entries(fields) });
  const to = headers.get('Location');
  const next = to === null ? undefined : new URL(to, `http://localhost${path}`);
  return { status, text, seen: readable(text), next: next && next.pathname + next.search };
}

/** Opens the page that asks, sends its form, and reads the page that it leads to. */
export async function confirm(subject: Subject, path: string, filledIn: Fields = {}) {
  const { fields } = await open(subject, path);
  const { status, next } = await send(subject, path, { ...fields, ...filledIn });
  expect(status).toBe(303);
  const { text } = await visit(subject, next ?? '');
  const [, done] = /<p role="status"[^>]* data-done>([^<]*)</.exec(text) ?? [];
  return { next, done };
}
