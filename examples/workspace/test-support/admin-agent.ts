import { expect } from 'vitest';
import type { Session } from './client.js';
import { unescaped } from './visit.js';

/** Sends a message to the admin agent, as the form of the page does, and returns the resulting page. */
export async function say(session: Session, text: string): Promise<string> {
  const body = new URLSearchParams({ text }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { status, text: page } = await session.call('/agent', { method: 'POST', body, headers });
  expect(status).toBe(200); // After the redirect.
  return page;
}

/** Reveals the last key that a page offers, and returns its token. */
export async function reveal(session: Session, page: string): Promise<string> {
  const action = [...page.matchAll(/action="(\/settings\/offers\/\w+\/claim)"/g)].at(-1)?.[1] ?? '';
  const revealed = await session.call(action, { method: 'POST' });
  expect(revealed.status).toBe(201);
  return tokenIn(revealed.text);
}

/** The token that a page shows. */
export function tokenIn(page: string): string {
  return /id="token"[^>]*>([^<]+)</.exec(page)?.[1] ?? '';
}

/** What the last card of a page states, as text. */
export function factsOn(page: string): Readonly<Record<string, string>> {
  const list = page.slice(page.lastIndexOf('<dl class="facts">'));
  const facts = [...list.slice(0, list.indexOf('</dl>')).matchAll(/<dt>([^<]*)<\/dt><dd>(.*?)<\/dd>/gs)];
  return Object.fromEntries(facts.map(([, name = '', value = '']) => [name, textOf(value)]));
}

/** What people read of markup. */
export function textOf(markup: string): string {
  return unescaped(markup.replace(/<[^>]*>/g, ' '))
    .replace(/[ \n]+/g, ' ')
    .trim();
}

/** The lines and items of the last answer on a page. */
export function answerOn(page: string): readonly string[] {
  const [, said = ''] =
    /id="latest">.*?<div class="said">(.*?)<\/div>\n(?:<section|<\/li>)/s.exec(page) ?? [];
  return said
    .replace(/<button.*?<\/button>/gs, '')
    .split(/\n|<\/p>|<\/li>|<\/pre>/)
    .map(textOf)
    .filter((line) => line !== '');
}
