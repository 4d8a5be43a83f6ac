import { html } from 'hono/html';
import { keysPath, listLink, type OwnerPageContext, titleOf } from '../page-context.js';
import type { Texts } from '../texts/texts.js';
import type { Markup } from './markup.js';

/** One of the pages above this one. */
export interface Breadcrumb {
  readonly text: string;
  /** Default: none; it is not a page. */
  readonly href?: string | undefined;
}

/** The way from the start of the settings to this page, as links. */
export function breadcrumbs(texts: Texts, crumbs: readonly Breadcrumb[]): Markup | string {
  if (crumbs.length === 0) return '';
  const items = crumbs.map(
    ({ text, href }) => html`<li>${href === undefined ? text : html`<a href="${href}">${text}</a>`}</li>`,
  );
  return html`<nav class="crumbs" aria-label="${texts.breadcrumbs}"><ol>${items}</ol></nav>`;
}

/** The way to the keys of an owner: *Settings › Profile*, or through the host's page that lists such owners. */
export async function crumbsToKeys(context: OwnerPageContext): Promise<readonly Breadcrumb[]> {
  const { page, owner } = context;
  const settings = { text: page.texts.settings, href: page.root };
  const list = await listLink(context, owner);
  if (list === undefined) return [settings, { text: titleOf(page, owner) }];
  const { group, text, href } = list;
  return [settings, ...(group === undefined ? [] : [{ text: group }]), { text, href }];
}

/** The way to a page below the keys of an owner: *Settings › Profile › API Keys*. */
export async function crumbsBelowKeys(context: OwnerPageContext): Promise<readonly Breadcrumb[]> {
  const { page, owner } = context;
  return [...(await crumbsToKeys(context)), { text: await keysTitle(context), href: keysPath(page, owner) }];
}

/** The title of the page with an owner's keys: *API Keys* for a person's own, else the name of the owner. */
async function keysTitle({ page, owner, nameOf }: OwnerPageContext): Promise<string> {
  return owner.kind === 'user' ? page.texts.apiKeys : nameOf(owner);
}
