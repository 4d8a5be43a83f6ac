import { type ApiKey, isSameOwner, type KeyPage } from '@postern/core';
import { html } from 'hono/html';
import { pageHeader } from '../components/page-header.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { exportLinks } from './export-links.js';
import { keyTable } from './key-table.js';

/** A person, and the keys that someone should look at before they leave. */
export interface AffectedKeys {
  readonly personId: string;
  readonly listed: KeyPage;
  /** Whether these are the first keys of the list. */
  readonly isFirst: boolean;
}

/** The page that shows what would break if a person left. */
export async function personPage(
  context: AdminPageContext,
  affected: AffectedKeys,
): Promise<Awaited<Markup>> {
  const { page, nameOf } = context;
  const { texts, root } = page;
  const { allKeys } = adminPaths(root);
  const person = { kind: 'user', id: affected.personId } as const;
  const name = await nameOf(person);
  const title = texts.affectedTitle(name);
  const { keys, nextCursor } = affected.listed;
  const own = keys.filter(({ owner }) => isSameOwner(owner, person));
  const created = keys.filter(({ owner }) => !isSameOwner(owner, person));
  const isEmpty = keys.length === 0 && nextCursor === null && affected.isFirst;
  return layout(page, {
    title,
    nav: await navigation(context, allKeys),
    crumbs: [
      { text: texts.settings, href: root },
      { text: texts.organisation },
      { text: texts.allKeys, href: allKeys },
    ],
    main: html`${pageHeader({ title, lead: texts.affectedLead })}
${isEmpty ? nothing(context, affected.personId, name) : ''}
${await keysPart(context, texts.affectedOwn(name), own)}
${await keysPart(context, texts.affectedCreated(name), created)}
${isEmpty ? '' : html`${foot(context, affected)}${steps(context)}`}`,
  });
}

/** If the host has a name for the ID, it belongs to someone. Otherwise it may be mistyped. */
function nothing({ page: { texts, root } }: AdminPageContext, personId: string, name: string): Markup {
  const [heading, hint] =
    name === personId
      ? [texts.noKeysForId(personId), texts.noKeysForIdHint]
      : [texts.noneAffected, texts.noneAffectedHint(name, personId)];
  return html`<div class="card empty"><h2>${heading}</h2><p>${hint}</p><a class="button" href="${adminPaths(root).allKeys}">${texts.allKeys}</a></div>`;
}

async function keysPart(
  context: AdminPageContext,
  title: string,
  keys: readonly ApiKey[],
): Promise<Markup | string> {
  if (keys.length === 0) return '';
  return html`<section class="part"><h2>${title}</h2>
<div class="card">${await keyTable(context, { label: title, keys, hasMenus: true })}</div></section>`;
}

function foot(
  { page: { texts, root } }: AdminPageContext,
  { personId, listed, isFirst }: AffectedKeys,
): Markup {
  const here = `${adminPaths(root).people}/${encodeURIComponent(personId)}`;
  const { nextCursor } = listed;
  return html`<p class="after muted">${exportLinks(texts, `${here}/export`, new URLSearchParams())}
<span>${isFirst ? '' : html`<a class="button small" href="${here}">${texts.newestKeys}</a> `}${nextCursor === null ? '' : html`<a class="button small" href="${here}?cursor=${encodeURIComponent(nextCursor)}">${texts.moreKeys}</a>`}</span></p>`;
}

function steps({ page: { texts } }: AdminPageContext): Markup {
  const items = texts.leavingSteps.map((step) => html`<li>${step}</li>`);
  return html`<section class="part"><h2>${texts.whatToDo}</h2><ol class="steps">${items}</ol></section>`;
}
