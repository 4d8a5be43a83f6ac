import { setImmediate as nextTurn } from 'node:timers/promises';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { AdminAgent } from '../admin-agent/admin-agent.js';
import type { Card, Message } from '../admin-agent/assistant.js';
import { readForm } from '../http/body.js';
import { sameOrigin } from '../http/same-origin.js';
import type { SignIns } from '../http/sign-ins.js';
import { isStorable } from '../http/storable-text.js';
import type { OwnerStores } from '../keys/named-owners.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Person } from '../people/people.js';
import { chatStyle } from './chat-style.js';
import { offerCard, offerLink } from './offer-card.js';
import { type Markup, page, scriptedPageHeaders } from './page.js';
import { signInUrl } from './sign-in.js';

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly signIns: SignIns;
  readonly agent: AdminAgent;
}

/** Where the page is. */
export const agentPagePath = '/agent';
const stylePath = `${agentPagePath}/chat.css`;

/** How long a message may be, in characters. */
const maxTextLength = 2_000;
/** How long the form may be, in bytes: an encoded character takes up to twelve. */
const maxFormBytes = 32 * 1024;

/** How many of the last messages have cards with their current state: cards of earlier ones only link to it. */
const liveMessages = 10;
/** How many cards of a message are shown. */
const maxCards = 20;

/** Admin agent: a chat about keys. A revealed key is shown in a dialog, and never in the chat. */
export function agentPages(parts: Parts): Hono {
  const { signIns, agent } = parts;
  const pages = new Hono();
  const renderChat = async (person: Person, error?: string) =>
    chatPage(
      { ...parts, person, label: agent.label, ...(error !== undefined && { error }) },
      await agent.messages(person.id),
    );

  for (const path of [agentPagePath, `${agentPagePath}/*`]) pages.use(path, scriptedPageHeaders, sameOrigin);

  pages.get(stylePath, (c) => c.body(chatStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  pages.get(agentPagePath, async (c) => {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) return c.redirect(signInUrl(agentPagePath), 303);
    return c.html(await renderChat(person));
  });

  pages.post(agentPagePath, async (c) => {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) return c.redirect(signInUrl(agentPagePath), 303);
    const text = (await readForm(c, maxFormBytes)).get('text');
    if (text === null || text.length > maxTextLength || !isStorable(text))
      return c.html(
        await renderChat(person, `Write a message of at most ${maxTextLength} valid characters.`),
        422,
      );
    if (text.trim() !== '' && (await agent.ask(person.id, text)) === 'busy')
      return c.html(await renderChat(person, stillAnswering), 409);
    return c.redirect(`${agentPagePath}#latest`, 303);
  });

  pages.post(`${agentPagePath}/forget`, async (c) => {
    const person = await signIns.findPerson(c.req.raw);
    if (person !== undefined) await agent.forget(person.id);
    return c.redirect(agentPagePath, 303);
  });

  return pages;
}

const stillAnswering =
  'Your message was not sent because the last one is still being answered. Wait for the answer, or forget this ' +
  'conversation.';

interface Chat extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly person: Person;
  readonly label: string;
  readonly error?: string;
}

async function chatPage(chat: Chat, messages: readonly Message[]): Promise<Awaited<Markup>> {
  const shown: Markup[] = [];
  for (const [index, message] of messages.entries()) {
    const age = messages.length - 1 - index;
    shown.push(
      await messageItem(chat, message, {
        isLatest: age === 0,
        isLive: /* F12 messages */ age < liveMessages,
      }),
    );
    // SQLite answers without a turn of the event loop, and all messages together take long.
    await nextTurn();
  }
  return page(
    'Admin agent',
    html`<p><a href="/settings/user/keys">Settings</a></p>
<p class="hint">${chat.label}</p>
${shown.length === 0 ? html`<p>For example: <q>Create an API key for me called "CI Pipeline"</q>, <q>Rehearse a leak</q>${chat.person.role === 'admin' ? html` or <q>Who created what?</q>` : ''}</p>` : html`<ol class="chat" aria-label="Conversation">${shown}</ol>`}
<form method="post" action="${agentPagePath}">
${chat.error === undefined ? '' : html`<p class="error" role="alert">${chat.error}</p>`}
<p><label for="text">Message</label>
<input id="text" name="text" required maxlength="${maxTextLength}" autocomplete="off" autofocus></p>
<p class="hint">Never paste an API key here.</p>
<p><button class="primary">Send</button></p>
</form>
${shown.length === 0 ? '' : html`<form method="post" action="${agentPagePath}/forget"><p><button>Forget this conversation</button></p></form>`}`,
    { script: true, style: stylePath },
  );
}

async function messageItem(
  chat: Chat,
  { role, text, cards }: Message,
  { isLatest, isLive }: { readonly isLatest: boolean; readonly isLive: boolean },
): Promise<Markup> {
  const who = role === 'person' ? chat.person.name : 'Agent';
  return html`<li class="${role}"${isLatest ? html` id="latest"` : ''}><b>${who}</b>
<p>${text}</p>
${await Promise.all(cards.slice(0, /* F12 cards */ maxCards).map((card) => cardBox(chat, card, isLive)))}</li>
`;
}

async function cardBox(chat: Chat, card: Card, isLive: boolean): Promise<Markup> {
  if (card.kind === 'offer') return isLive ? offerCard(chat, card) : offerLink(card);
  return html`<section class="card"><h2>Delete the key “${card.name}”</h2>
<p><a class="button" href="${card.url}" data-dialog>Delete…</a></p></section>`;
}
