import type { SettingsShell } from '@postern/settings';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { AdminAgent, Asked } from '../../admin-agent/admin-agent.js';
import type { Message } from '../../admin-agent/assistant.js';
import { readPersonForm } from '../../http/person-form.js';
import { sameOrigin } from '../../http/same-origin.js';
import type { SignIns } from '../../http/sign-ins.js';
import { isStorable } from '../../http/storable-text.js';
import type { OwnerStores } from '../../keys/named-owners.js';
import type { WorkspaceKeys } from '../../keys/workspace-keys.js';
import { logUnexpected, type WriteLine } from '../../log.js';
import { textsFor } from '../../texts/texts.js';
import { otherPersonPage } from '../other-person.js';
import { type Markup, pageHeaders } from '../page.js';
import { signInUrl } from '../sign-in.js';
import { answerStream, eventsType } from './answer-stream.js';
import { addChatAssets } from './chat-assets.js';
import { type Chat, chatPage, forgetPage, newSendId } from './chat-page.js';
import { messageItem } from './message-item.js';
import { chatPath, maxTextLength } from './paths.js';
import { type Reader, readerFor } from './reader.js';

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly signIns: SignIns;
  readonly agent: AdminAgent;
  readonly shell: SettingsShell;
  readonly log: WriteLine;
}

/** How long the form may be, in bytes: an encoded character takes up to twelve. */
const maxFormBytes = 32 * 1024;

/**
 * Says that this browser has just deleted a conversation. Nothing is left of it that the next page could look at, and
 * anyone can make up a link to a page that would say so.
 */
const forgottenCookie = 'workspace_forgotten';
const forgottenSeconds = 30;

/** Admin agent: a chat about keys. A revealed key is shown in a dialog, and never in the chat. */
export function agentPages(parts: Parts): Hono {
  const { signIns, agent, shell, log } = parts;
  const pages = new Hono();
  addChatAssets(pages);
  for (const path of [chatPath, `${chatPath}/*`]) pages.use(path, pageHeaders, sameOrigin);

  /** Runs for a person, with the form that they sent. Anyone else signs in first. */
  async function asPerson(
    c: Context,
    respond: (reader: Reader, form: URLSearchParams) => Response | Promise<Response>,
  ): Promise<Response> {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) {
      const signIn = signInUrl(chatPath);
      if (wantsEvents(c)) return problem(c, 401, { problem: textsFor(c.req.raw).chat.signedOut, signIn });
      return c.redirect(signIn, 303);
    }
    const reader = readerFor(parts, person, c.req.raw);
    const form = await readPersonForm(c, person, maxFormBytes);
    if (form !== undefined) return respond(reader, form);
    if (!wantsEvents(c)) return otherPersonPage(c, shell, person);
    const { otherPersonTitle, otherPerson } = reader.settingsTexts;
    return problem(c, 409, { problem: `${otherPersonTitle(person.name)}. ${otherPerson}` });
  }

  /** The messages, and whether the last one is being answered, at one moment. */
  async function conversation(personId: string): Promise<Pick<Chat, 'messages' | 'isAnswering'>> {
    let asked: Asked | undefined;
    let messages: readonly Message[];
    do {
      asked = agent.current(personId);
      messages = await agent.messages(personId);
    } while (agent.current(personId) !== asked);
    return { messages, isAnswering: asked !== undefined };
  }

  async function renderChat(c: Context, reader: Reader, refused?: Chat['refused']): Promise<Awaited<Markup>> {
    return chatPage(shell, reader, {
      ...(await conversation(reader.person.id)),
      label: agent.label(reader.texts),
      refused,
      saysForgotten: c.req.query('done') === 'forgotten' && getCookie(c, forgottenCookie) !== undefined,
    });
  }

  function streamOf(c: Context, reader: Reader, asked: Asked): Response {
    const stream = answerStream(asked, {
      render: async (message) => String(await messageItem(reader, message, { isLatest: true, isLive: true })),
      onFailed(error) {
        logUnexpected(log, error);
        return reader.texts.chat.failed;
      },
    });
    // Some proxies would otherwise collect the events, and send them at the end.
    return c.body(stream, 200, { 'Content-Type': eventsType, 'X-Accel-Buffering': 'no' });
  }

  pages.get(chatPath, (c) => asPerson(c, async (reader) => c.html(await renderChat(c, reader))));

  pages.post(chatPath, (c) =>
    asPerson(c, async (reader, form) => {
      const { texts, person } = reader;
      // In a form, a line ends with two characters. The page counts one.
      const text = form.get('text')?.replaceAll('\r\n', '\n') ?? '';
      const isValid = form.has('text') && text.length <= maxTextLength && isStorable(text);
      if (isValid && text.trim() === '') return c.redirect(chatPath, 303);
      const asked = isValid && agent.ask(person.id, { sendId: sendIdOf(form), text, texts });
      if (asked === false || asked === 'busy') {
        const [status, error] =
          asked === 'busy'
            ? ([409, texts.chat.busy] as const)
            : ([422, texts.chat.invalid(maxTextLength)] as const);
        if (wantsEvents(c)) return problem(c, status, { problem: error });
        const draft = isStorable(text) ? text : '';
        return c.html(await renderChat(c, reader, { error, draft }), status);
      }
      if (wantsEvents(c)) return streamOf(c, reader, asked);
      await asked.answer;
      return c.redirect(`${chatPath}#latest`, 303);
    }),
  );

  pages.get(`${chatPath}/answer`, (c) =>
    asPerson(c, (reader) => {
      const asked = agent.current(reader.person.id);
      return asked === undefined ? c.body(null, 204) : streamOf(c, reader, asked);
    }),
  );

  pages.get(`${chatPath}/forget`, (c) =>
    asPerson(c, async (reader) => c.html(await forgetPage(shell, reader))),
  );

  pages.post(`${chatPath}/forget`, (c) =>
    asPerson(c, async ({ person }) => {
      await agent.forget(person.id);
      setCookie(c, forgottenCookie, '1', {
        ...{ path: chatPath, httpOnly: true, sameSite: 'Strict', maxAge: forgottenSeconds },
      });
      return c.redirect(`${chatPath}?done=forgotten`, 303);
    }),
  );

  return pages;
}

/** Whether the script sent this request: it reads events instead of a page. */
function wantsEvents(c: Context): boolean {
  return c.req.header('Accept') === eventsType;
}

/** What the script shows instead of an answer, and where the person signs in, if they have to. */
function problem(
  c: Context,
  status: 401 | 409 | 422,
  event: { readonly problem: string; readonly signIn?: string },
): Response {
  return c.body(`${JSON.stringify(event)}\n`, status, { 'Content-Type': eventsType });
}

/** Every form has an ID for its message, so that one that comes twice is answered once. */
function sendIdOf(form: URLSearchParams): string {
  const sendId = form.get('send-id') ?? '';
  return /^[0-9a-f]{32}$/.test(sendId) ? sendId : newSendId();
}
