import { html } from 'hono/html';
import type { Card, Message } from '../../admin-agent/assistant.js';
import { homePath, type Markup } from '../page.js';
import { cardBox } from './card.js';
import { deletionCard, deletionLink } from './deletion-card.js';
import { messageText } from './message-text.js';
import { offerCard, offerLink } from './offer-card.js';
import type { Reader } from './reader.js';

/** How many cards of a message are shown. */
const maxCards = 20;

interface Place {
  readonly isLatest: boolean;
  /** Whether cards show what is true of their offer or key now. Otherwise, they only link to it. */
  readonly isLive: boolean;
}

/** A message of the conversation, with its cards. */
export async function messageItem(
  reader: Reader,
  { id, role, text, cards }: Message,
  { isLatest, isLive }: Place,
): Promise<Awaited<Markup>> {
  const { chat } = reader.texts;
  const shown = cards.slice(0, /* F12 cards */ maxCards).map((card) => cardOf(reader, card, isLive));
  return html`<li class="${role}" data-message="${id}"${isLatest ? html` id="latest"` : ''}><p class="hidden">${role === 'person' ? chat.you : chat.agent}</p>
<div class="said">${role === 'person' ? html`<p>${text}</p>` : messageText(text, { id: `message-${id.replace(/\W/g, '-')}`, texts: reader.texts })}</div>
${await Promise.all(shown)}</li>
`;
}

/** A placeholder for an answer that is still being made. The script shows the pieces of the answer in it. */
export function answeringItem({ texts }: Reader, attribute: 'data-answering' | '' = ''): Markup {
  const { agent, answering } = texts.chat;
  return html`<li class="agent"${attribute === '' ? '' : html` data-answering`}><p class="hidden">${agent}</p>
<div class="said" data-pieces></div><p class="answering">${answering}</p></li>
`;
}

function cardOf(reader: Reader, card: Card, isLive: boolean): Markup | Promise<Markup> {
  if (card.kind === 'page') return pageLink(reader, card);
  if (card.kind === 'offer') return isLive ? offerCard(reader, card) : offerLink(reader, card);
  return isLive ? deletionCard(reader, card) : deletionLink(reader, card);
}

/** A card that leads to a page of the workspace. */
function pageLink({ texts }: Reader, { page }: Extract<Card, { readonly kind: 'page' }>): Markup {
  const { title, open } = texts.cards.pages[page];
  const link = html`<a class="button" href="${pagePaths[page]}">${open}</a>`;
  return cardBox({ title, actions: [link] });
}

const pagePaths = { keys: homePath } as const;
