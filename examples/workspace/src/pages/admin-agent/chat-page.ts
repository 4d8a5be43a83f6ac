import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pageHeader, type SettingsShell } from '@postern/settings';
import { html } from 'hono/html';
import type { Message } from '../../admin-agent/assistant.js';
import { madeFor } from '../../http/person-form.js';
import { holdsToken } from '../../http/text-field.js';
import { suggestionsFor } from '../../texts/suggestions.js';
import type { Markup } from '../page.js';
import { chatAssets } from './chat-assets.js';
import { answeringItem, messageItem } from './message-item.js';
import { chatPath, maxTextLength } from './paths.js';
import type { Reader } from './reader.js';

/** How many of the last messages have cards with their current state: cards of earlier ones only link to it. */
const liveMessages = 10;

/** What the page shows. */
export interface Chat {
  readonly messages: readonly Message[];
  /** Whether the last message is being answered, by this process. */
  readonly isAnswering: boolean;
  /** Who answers. */
  readonly label: string;
  /** What was not sent, and why. */
  readonly refused?: Refused | undefined;
  /** Whether the address says that the conversation was deleted. */
  readonly saysForgotten: boolean;
}

interface Refused {
  readonly error: string;
  readonly draft: string;
}

/** The page of the chat. */
export async function chatPage(shell: SettingsShell, reader: Reader, chat: Chat): Promise<Awaited<Markup>> {
  const { texts } = reader;
  const { messages, isAnswering, label } = chat;
  const isEmpty = messages.length === 0 && !isAnswering;
  const forget = html`<a class="button small bare" href="${chatPath}/forget" data-dialog data-not-empty${isEmpty ? html` hidden` : ''}>${texts.chat.forget}</a>`;
  return shell.page(reader.request, {
    title: texts.chat.title,
    here: chatPath,
    crumbs: [{ text: texts.general.settings, href: '/settings' }, { text: texts.general.build }],
    styles: [chatAssets.style.href],
    scripts: [chatAssets.script.href],
    main: html`${chat.saysForgotten && isEmpty ? html`<p class="done" role="status" data-done>${texts.chat.forgotten}</p>` : ''}
${pageHeader({ title: texts.chat.title, lead: `${texts.chat.intro} ${label}`, action: forget })}
<div class="chat">
<div role="log" aria-label="${texts.chat.conversation}"><ol data-messages>${await items(reader, chat)}</ol></div>
${notice(reader, chat)}
${suggestions(reader, { isEmpty, messages })}
${composer(reader, chat.refused)}
<template data-answering-template>${answeringItem(reader)}</template>
</div>`,
  });
}

async function items(reader: Reader, { messages, isAnswering }: Chat): Promise<readonly Markup[]> {
  const shown: Markup[] = [];
  for (const [index, message] of messages.entries()) {
    const age = messages.length - 1 - index;
    shown.push(
      await messageItem(reader, message, {
        isLatest: age === 0,
        isLive: /* F12 messages */ age < liveMessages,
      }),
    );
    // SQLite answers without a turn of the event loop, and all messages together take long.
    await nextTurn();
  }
  return isAnswering ? [...shown, answeringItem(reader, 'data-answering')] : shown;
}

/** Why the last message has no answer. The script shows the answer, and removes what is said without it. */
function notice({ texts }: Reader, { messages, isAnswering }: Chat): Markup | string {
  const { reloadForAnswer, unanswered, reload } = texts.chat;
  const link = html`<a href="${chatPath}">${reload}</a>`;
  if (isAnswering) return html`<p class="notice" data-without-script>${reloadForAnswer} ${link}</p>`;
  return messages.at(-1)?.role === 'person' ? html`<p class="notice">${unanswered} ${link}</p>` : '';
}

/** Sentences to click that were not sent yet. Without the script too, a click sends one. */
function suggestions(
  { texts, person }: Reader,
  { isEmpty, messages }: Pick<Chat, 'messages'> & { readonly isEmpty: boolean },
): Markup | '' {
  const { language, chat } = texts;
  const sent = new Set(messages.map(({ text }) => text));
  const buttons = suggestionsFor({ language, isAdmin: person.role === 'admin' })
    .filter((text) => !sent.has(text))
    .map((text) => html`<li><button class="small" name="text" value="${text}">${text}</button></li>`);
  if (buttons.length === 0) return '';
  return html`<form class="suggestions${isEmpty ? ' first' : ''}" method="post" action="${chatPath}" data-chat>
<h2${isEmpty ? '' : html` class="hidden"`}>${chat.suggestions}</h2>
${madeFor(person)}${sendId()}
<ul>${buttons}</ul>
</form>`;
}

function composer({ texts, person }: Reader, refused: Chat['refused']): Markup {
  const { chat } = texts;
  return html`<form class="composer" method="post" action="${chatPath}" data-chat data-no-response="${chat.noResponse}" data-interrupted="${chat.interrupted}" data-failed="${chat.failed}" data-busy-answering="${chat.busy}" data-reload="${chat.reload}" data-sign-in="${chat.signIn}">
<div data-problem>${refused === undefined ? '' : html`<p class="error" role="alert">${refused.error}</p>`}</div>
${madeFor(person)}${sendId()}
<label class="hidden" for="text">${chat.message}</label>
<div class="field">
<textarea id="text" name="text" rows="1" required maxlength="${maxTextLength}" autocomplete="off" placeholder="${chat.placeholder}" aria-describedby="composer-hint" autofocus>${/* P09 draft */ withoutToken(refused?.draft ?? '')}</textarea>
<button class="primary">${chat.send}</button>
</div>
<p class="hint" id="composer-hint">${chat.neverPaste} <span class="by-keyboard" data-with-script="${chat.enterSends}"></span></p>
</form>`;
}

/** What was not sent is not lost, but a token must not be repeated. */
function withoutToken(draft: string): string {
  return holdsToken(draft) ? '' : draft;
}

/** The same each time that this form is sent, so that what it sends is answered once. */
function sendId(): Markup {
  return html`<input type="hidden" name="send-id" value="${newSendId()}">`;
}

/** A new ID of a message. */
export function newSendId(): string {
  return randomBytes(16).toString('hex');
}

/** Asks before the conversation is deleted. */
export function forgetPage(shell: SettingsShell, { request, texts, person }: Reader): Promise<Markup> {
  const { chat } = texts;
  return shell.page(request, {
    title: chat.forgetTitle,
    here: chatPath,
    crumbs: [{ text: chat.title, href: chatPath }],
    main: html`<h1>${chat.forgetTitle}</h1>
<p class="lead">${chat.forgetText}</p>
<form method="post" action="${chatPath}/forget">${madeFor(person)}
<p class="buttons"><a class="button" href="${chatPath}" data-close autofocus>${chat.cancel}</a> <button class="danger">${chat.forgetConfirm}</button></p>
</form>`,
  });
}
