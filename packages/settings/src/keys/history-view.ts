import { type ApiKey, type AuditEntry, displayForm, type HistoryPage } from '@postern/core';
import { html } from 'hono/html';
import { relativeTime } from '../components/time.js';
import { keysPath, type OwnerPageContext } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import { actorName } from './actor-names.js';
import { explainChange } from './explain-change.js';

interface ShownHistory {
  /** `undefined`: the person may not see it. */
  readonly page: HistoryPage | undefined;
  /** Whether it is the first page. */
  readonly isNewest: boolean;
  /** The key that this one replaced, if it is known. */
  readonly predecessor: ApiKey | undefined;
}

/** The history of a key in sentences, newest first. */
export async function historySection(
  context: OwnerPageContext,
  key: ApiKey,
  { page: history, isNewest, predecessor }: ShownHistory,
): Promise<Markup> {
  const { page, owner } = context;
  const { texts } = page;
  const here = `${keysPath(page, owner)}/${key.id}`;
  const link = (href: string, text: string) =>
    html`<a class="button small" href="${href}#history">${text}</a> `;
  return html`<section aria-labelledby="history">
<h2 id="history">${texts.history}</h2>
${
  history === undefined
    ? html`<p class="muted">${texts.noHistory}</p>`
    : html`<ol class="history">${await Promise.all(history.entries.map((entry) => item(context, { key, predecessor, entry })))}</ol>`
}
<p class="buttons">${isNewest ? '' : link(here, texts.newestHistory)}${
    history === undefined || history.nextCursor === null
      ? ''
      : link(`${here}?cursor=${encodeURIComponent(history.nextCursor)}`, texts.olderHistory)
  }</p>
</section>
`;
}

interface Item extends Pick<ShownHistory, 'predecessor'> {
  readonly key: ApiKey;
  readonly entry: AuditEntry;
}

async function item(context: OwnerPageContext, { key, predecessor, entry }: Item): Promise<Markup> {
  const { texts } = context.page;
  const { automatic, reason } = explainChange(texts, entry, key);
  const who = await actorName(context, entry.actor);
  const text =
    automatic ??
    (entry.action === 'issued' && predecessor !== undefined
      ? texts.issuedByRotation(who, displayForm(predecessor))
      : sentenceOf(context, entry.action)(who));
  return html`<li><p>${text}${reason === null ? '' : html`<br><span class="muted">${reason}</span>`}</p>${relativeTime(texts, entry.at)}</li>
`;
}

/** A later release of core may also know actions that this one has no text for. */
function sentenceOf({ page }: OwnerPageContext, action: AuditEntry['action']): (who: string) => string {
  const { historyOf } = page.texts;
  return Object.hasOwn(historyOf, action) ? historyOf[action] : historyOf.unknown;
}
