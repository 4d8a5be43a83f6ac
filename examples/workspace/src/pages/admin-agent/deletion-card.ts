import { displayForm } from '@postern/core';
import { html } from 'hono/html';
import type { Card } from '../../admin-agent/assistant.js';
import type { Markup } from '../page.js';
import { cardBox, findKey, lastUse } from './card.js';
import type { Reader } from './reader.js';

type DeletionCard = Extract<Card, { readonly kind: 'delete' }>;

/** The card of a key that the person may delete: whose it is, when it was last used, and that it ends. */
export async function deletionCard(reader: Reader, card: DeletionCard): Promise<Markup> {
  const { settingsTexts } = reader;
  const { cards } = reader.texts;
  const key = card.keyId === undefined ? undefined : await findKey(reader, card.keyId);
  if (key === undefined) return deletionLink(reader, card);
  const title = cards.deletion(key.name);
  if (key.revokedAt !== null) return cardBox({ keyId: key.id, title, notice: cards.deleted });
  return cardBox({
    keyId: key.id,
    title,
    badge: cards.endsAKey,
    facts: [
      [cards.ends, html`<code>${displayForm(key)}</code>`],
      [settingsTexts.lastUsed, lastUse(reader, key)],
      [cards.when, cards.onDelete],
      [settingsTexts.owner, await reader.nameOf(key.owner)],
    ],
    actions: [deleteLink(reader, card)],
  });
}

/** The card of a key that is not looked up: a link to the page that says what deleting does. */
export function deletionLink(reader: Reader, card: DeletionCard): Markup {
  const title = reader.texts.cards.deletion(card.name);
  return cardBox({ keyId: card.keyId, title, actions: [deleteLink(reader, card)] });
}

function deleteLink({ texts }: Reader, { url }: DeletionCard): Markup {
  return html`<a class="button" href="${url}" data-dialog>${texts.cards.delete}</a>`;
}
