import { type ApiKey, displayForm, type HistoryPage } from '@postern/core';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { oldMark, stateBadge } from '../components/badge.js';
import { pageHeader } from '../components/page-header.js';
import { keysPath, type OwnerPageContext, type PageEnv } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import { doneMessage } from './done.js';
import { historySection } from './history-view.js';
import { possibleActions } from './key-actions.js';
import { keyFacts } from './key-page-facts.js';
import type { KeyRoutes } from './key-routes.js';
import { findRelatives, unless } from './relatives.js';
import { rotationSection } from './rotation-view.js';

/** How many entries of a key's history are on one page. */
const historyLimit = 25;

/** Adds the page of a key: what it may do, how its rotation stands, and what was done to it. */
export function addKeyPage(app: Hono<PageEnv>, { path, contextOf }: KeyRoutes): void {
  app.get(`${path}/:keyId`, async (c) => {
    const context = await contextOf(c);
    const { keys, owner, actor } = context;
    const key = await keys.get(c.req.param('keyId') ?? '', { owner, actor });
    const cursor = c.req.query('cursor');
    const [history, relatives, done] = await Promise.all([
      historyOf(context, key, cursor),
      findRelatives(context, key),
      doneMessage(context, (name) => c.req.query(name)),
    ]);
    const isNewest = cursor === undefined;
    // Who deleted the key is in the newest entries only.
    const newest = isNewest || key.revokedAt === null ? history : await historyOf(context, key, undefined);
    const main = html`${await header(context, key)}
${done}${rotationSection(context, key, relatives)}${await keyFacts(context, key, newest?.entries ?? [])}
${await historySection(context, key, { page: history, isNewest, predecessor: relatives.predecessor })}`;
    return c.html(
      layout(context.page, {
        title: key.name,
        nav: await navigation(context),
        crumbs: await crumbsBelowKeys(context),
        main,
      }),
    );
  });
}

/** Returns a page of a key's history. `undefined`: the person may not see it. */
function historyOf(
  { keys, owner, actor }: OwnerPageContext,
  { id: keyId }: ApiKey,
  cursor: string | undefined,
): Promise<HistoryPage | undefined> {
  return unless('ERR_FORBIDDEN', keys.history({ keyId, owner, actor, limit: historyLimit, cursor }));
}

async function header({ page, owner }: OwnerPageContext, key: ApiKey): Promise<Markup> {
  const { texts } = page;
  const now = new Date();
  const here = `${keysPath(page, owner)}/${key.id}`;
  const links = possibleActions(key, now).map(
    (action) =>
      html`<a class="button${action === 'delete' ? ' ends' : ''}" href="${here}/${action}" data-dialog>${texts[action]}</a>\n`,
  );
  return pageHeader({
    title: html`${key.name}${oldMark(texts, key)}`,
    lead: html`<code>${displayForm(key)}</code> ${stateBadge(texts, key, now)}`,
    action: links.length === 0 ? '' : html`<div class="buttons">${links}</div>`,
  });
}
