import { settlesWithin } from '@postern/postgres-server';
import { describe, expect, it } from 'vitest';
import { answerOn, factsOn, say, textOf } from '../test-support/admin-agent.js';
import { type Session, signIn } from '../test-support/client.js';
import { localServer } from '../test-support/local-server.js';
import {
  eventsOf,
  message,
  recordedModel,
  says,
  uses,
  waitingModel,
} from '../test-support/recorded-model.js';
import { engines, runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { visit } from '../test-support/visit.js';
import { suggestionsFor } from './texts/suggestions.js';

const sendId = '0123456789abcdef'.repeat(2);

/** An event of the stream, in all its forms. */
interface StreamedEvent {
  readonly question?: string;
  readonly text?: string;
  readonly answer?: string;
  readonly changed?: boolean;
  readonly problem?: string;
  readonly signIn?: string;
}

/** Sends a request as the script does. */
function stream(url: string, session: Pick<Session, 'cookie'>, text?: string, more: object = {}) {
  const form = new URLSearchParams({ text: text ?? '', 'send-id': sendId, ...more });
  return fetch(`${url}/agent${text === undefined ? '/answer' : ''}`, {
    headers: { Accept: 'application/x-ndjson', Cookie: session.cookie, Origin: url },
    ...(text !== undefined && { method: 'POST', body: form }),
  });
}

/** Reads the events of a response as they come. */
async function* eventsIn(response: Response): AsyncGenerator<StreamedEvent> {
  let rest = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line);
  }
}

async function collect(events: AsyncIterable<StreamedEvent>): Promise<readonly StreamedEvent[]> {
  const all: StreamedEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const allEvents = (response: Response) => collect(eventsIn(response));

describe('a message that the script sends', () => {
  it('is streamed as the kept question and the answer with its cards, as the page shows them', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const response = await stream(url, ada, 'Create an API key for me called "CI Pipeline"');
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/x-ndjson']);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const events = await allEvents(response);
    expect(events.map((event) => Object.keys(event))).toEqual([['question'], ['answer']]);
    expect(events[1]?.answer).toContain('Reveal key');
    const { text } = await ada.call('/agent');
    const withoutPlace = (markup = '') => markup.replace(' id="latest"', '').trim();
    for (const { question, answer } of events)
      expect(withoutPlace(text)).toContain(withoutPlace(question ?? answer));
  });

  it.each(engines)('is answered once, however often and by whatever it is sent, on %s', async (engine) => {
    const workspace = await startTestWorkspace({ engine });
    const { url, config } = workspace;
    const ada = await signIn(url, 'ada');
    const first = await allEvents(await stream(url, ada, 'List my keys'));
    expect(first.at(-1)).toHaveProperty('answer');
    expect(await allEvents(await stream(url, ada, 'List my keys'))).toEqual([{ changed: true }]);
    const form = { text: 'List my keys', 'send-id': sendId };
    expect((await visit(`${url}/agent`, { session: ada, form })).location).toBe('/agent#latest');
    expect(await runSql(config.database, 'select role from workspace_chat_messages')).toHaveLength(2);
    // Another person's message may have the same ID.
    const grace = await signIn(url, 'grace');
    expect((await allEvents(await stream(url, grace, 'List my keys'))).at(-1)).toHaveProperty('answer');
  });

  it('is answered once if it is sent twice at the same time, as by a double click', async () => {
    const { asked, answer, model } = await waitingModel();
    const { url, config } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const form = { text: 'Hello', 'send-id': sendId };
    const clicks = [1, 2].map(() => visit(`${url}/agent`, { session: ada, form }));
    await asked(1);
    const streamed = stream(url, ada, 'Hello');
    await expect
      .poll(async () => (await visit(`${url}/agent`, { session: ada })).html)
      .toContain('Answering');
    expect(await settlesWithin(50, Promise.race(clicks))).toBe(false);
    expect(answer('Hello yourself.')).toBe(1);
    for (const click of clicks) expect((await click).location).toBe('/agent#latest');
    expect((await allEvents(await streamed)).at(-1)?.answer).toContain('Hello yourself.');
    expect(await runSql(config.database, 'select role from workspace_chat_messages')).toHaveLength(2);
  });

  it('gets a sentence instead of an answer if no one is signed in, if it is too long or if another is answered', async () => {
    const { asked, answer, model } = await waitingModel();
    const { url } = await startTestWorkspace({ model });
    const signedOut = await stream(url, { cookie: '' }, 'Hello');
    expect([signedOut.status, await signedOut.json()]).toEqual([
      401,
      { problem: 'You are signed out, so your message was not sent.', signIn: '/sign-in?to=%2Fagent' },
    ]);
    const ada = await signIn(url, 'ada');
    const tooLong = await stream(url, ada, 'x'.repeat(2_001));
    expect([tooLong.status, await tooLong.json()]).toEqual([
      422,
      { problem: 'Write a message of at most 2000 valid characters.' },
    ]);
    const first = stream(url, ada, 'Hello');
    await asked(1);
    const busy = await stream(url, ada, 'More', { 'send-id': 'f'.repeat(32) });
    expect([busy.status, await busy.json()]).toEqual([
      409,
      { problem: expect.stringContaining('the last one is still being answered') },
    ]);
    answer('Done.');
    await allEvents(await first);
  });

  it('may be as long as the page says, whatever line ends the form sends', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const text = `${'x\r\n'.repeat(999)}xx`;
    expect((await visit(`${url}/agent`, { session: ada, form: { text } })).status).toBe(303);
  });

  it('F01 says so if something does not respond, and logs it', async () => {
    const workspace = await startTestWorkspace();
    const ada = await signIn(workspace.url, 'ada');
    await runSql(workspace.config.database, 'alter table workspace_chat_messages rename to gone');
    const events = await allEvents(await stream(workspace.url, ada, 'List my keys'));
    expect(events).toEqual([{ problem: expect.stringContaining('Something isn’t responding.') }]);
    expect(workspace.log.join('\n')).toContain('"event":"error"');
  });
});

describe('the answer of a model', () => {
  it('is streamed while it is made, and can be followed from another page', async () => {
    const sentence = 'Ada has three keys, and each of them was used by her programs in the last few days. ';
    const whole = sentence.repeat(4).trim();
    let finish = () => {};
    const { url: baseURL } = await localServer((_, response) => {
      const events = eventsOf({ ...message, ...says(whole) });
      response.setHeader('Content-Type', 'text/event-stream');
      const end = events.slice(-6);
      for (const event of events.slice(0, -6)) response.write(event);
      finish = () => response.end(end.join(''));
    });
    const { url } = await startTestWorkspace({ model: { apiKey: 'none', baseURL, model: 'recorded' } });
    const ada = await signIn(url, 'ada');
    const events = eventsIn(await stream(url, ada, 'Hello'));
    expect((await events.next()).value).toHaveProperty('question');
    let text = '';
    while (!text.includes('few days')) text += ((await events.next()).value as StreamedEvent).text;
    expect(whole.startsWith(text)).toBe(true);

    // A page that is opened in the meantime.
    const page = await visit(`${url}/agent`, { session: ada });
    expect(page.text).toContain('Your last message is still being answered. Reload');
    const other = eventsIn(await stream(url, ada));
    expect((await other.next()).value).toHaveProperty('question');
    expect(((await other.next()).value as StreamedEvent).text?.startsWith(text)).toBe(true);
    finish();
    for (const one of [events, other]) {
      const rest = await collect(one);
      expect(textOf(rest.at(-1)?.answer ?? '')).toBe(`Agent ${whole}`);
    }
    expect((await stream(url, ada)).status).toBe(204);
  });

  it('is kept if no one reads it any more', async () => {
    const { asked, answer, model } = await waitingModel();
    const { url } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const events = eventsIn(await stream(url, ada, 'Hello'));
    await events.next();
    await events.return(undefined);
    await asked(1);
    answer('Hello yourself.');
    await expect
      .poll(async () => answerOn((await visit(`${url}/agent`, { session: ada })).html))
      .toEqual(['Hello yourself.']);
  });

  it('P09 shows no token in the stream, even if it arrives in pieces', async () => {
    const token = 'user.ETvw493ZdW29LRhNzg3L8vPqRb2XkYcZiNKCqxrTd9loa9JITualTNwJlty39PGfT';
    const more = 'You asked for it a while ago, so please take it, and tell no one about it. '.repeat(2);
    const { model } = await recordedModel([says(`Your key is ${token}. ${more}`)]);
    const { url } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const response = await stream(url, ada, 'What is my key?');
    const sent = await response.text();
    expect(sent).toContain('user.ETvw493Z…');
    for (const part of [token.slice(14, 20), token.slice(21, 27), token.slice(40, 46)])
      expect(sent).not.toContain(part);
    expect(sent.match(/"text"/g)?.length).toBeGreaterThan(1);
  });

  it('is not shown if the conversation is deleted in the meantime', async () => {
    const { asked, model } = await waitingModel();
    const { url } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const response = await stream(url, ada, 'Hello');
    await asked(1);
    await visit(`${url}/agent/forget`, { session: ada, method: 'POST' });
    expect((await allEvents(response)).at(-1)).toEqual({ changed: true });
  });

  it('has what the model said between its uses of tools', async () => {
    const { model } = await recordedModel([
      {
        stop_reason: 'tool_use',
        content: [...says('I look it up.').content, ...uses('list_api_keys', {}).content],
      },
      says('- none\n- **really**\n\n<b>'),
    ]);
    const { url } = await startTestWorkspace({ model });
    const page = await say(await signIn(url, 'ada'), 'Which keys do I have?');
    expect(answerOn(page)).toEqual(['I look it up.', 'none', 'really', '<b>']);
    expect(page).toContain('<ul><li>none</li><li><strong>really</strong></li></ul><p>&lt;b&gt;</p>');
  });
});

describe('the page of the chat', () => {
  it('P09 keeps what was not sent, unless it holds an API key', async () => {
    const { asked, answer, model } = await waitingModel();
    const { url } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const { token } = await ada.issueKey();
    const first = visit(`${url}/agent`, { session: ada, form: { text: 'Hello' } });
    await asked(1);
    const draftOf = async (text: string) => {
      const { html } = await visit(`${url}/agent`, { session: ada, form: { text } });
      return /<textarea[^>]*>([^<]*)</.exec(html)?.[1];
    };
    expect(await draftOf('And "more"')).toBe('And &quot;more&quot;');
    expect(await draftOf(`Why is ${token} refused?`)).toBe('');
    answer('Done.');
    await first;
  });

  it('asks before a conversation is deleted, and says afterwards that it was, if that is true', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const said = 'The conversation was deleted.';
    await say(ada, 'List my keys');
    expect((await visit(`${url}/agent?done=forgotten`, { session: ada })).text).not.toContain(said);
    const question = await visit(`${url}/agent/forget`, { session: ada });
    expect(question.title).toContain('Forget this conversation?');
    expect((await visit(`${url}/agent`, { session: ada })).text).toContain('List my keys Agent');
    const { location, headers } = await visit(`${url}/agent/forget`, { session: ada, method: 'POST' });
    expect((await visit(url + location, { session: ada })).text).not.toContain(said);
    const [cookie = ''] = headers.getSetCookie().map((each) => each.split(';')[0]);
    const session = { cookie: `${ada.cookie}; ${cookie}` };
    expect((await visit(`${url}/agent`, { session })).text).not.toContain(said);
    const page = await visit(url + location, { session });
    expect(page.text).toContain(said);
    expect(page.html).toMatch(/data-not-empty hidden/);
  });

  it('says so if the last message has no answer', async () => {
    const { url, config } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    await runSql(
      config.database,
      `insert into workspace_chat_messages values ('2026 0 1','ada','person','Hi','[]')`,
    );
    expect((await visit(`${url}/agent`, { session: ada })).text).toContain(
      'There is no answer to your last message yet.',
    );
  });

  it('withdraws an offer, and says on the card that it was withdrawn', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const page = await say(ada, 'Create an API key for me called "CI"');
    const [, action = ''] = /action="([^"]+\/withdraw)"/.exec(page) ?? [];
    expect((await visit(url + action, { session: ada, method: 'POST' })).status).toBe(303);
    const after = await visit(`${url}/agent`, { session: ada });
    expect(after.text).toContain('This offer was withdrawn. No key was created.');
    expect(after.text).not.toContain('Reveal key');
  });

  it('M09 states what deleting a key ends, whose it is and when it was last used, until it is deleted', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const { id, token } = await ada.issueKey({ name: 'hook' }, '/api/teams/platform/keys');
    const page = await say(ada, 'Delete the key "hook" of the team platform');
    expect(factsOn(page)).toEqual({
      Ends: `${token.slice(0, 13)}…`,
      'Last used': 'Never used',
      When: 'As soon as you confirm; it can’t be restored',
      Owner: 'Team Platform',
    });
    await ada.call(`/api/teams/platform/keys/${id}`, { method: 'DELETE' });
    const after = await visit(`${url}/agent`, { session: ada });
    expect(after.text).toContain('Delete: hook This key was deleted.');
    expect(after.html).not.toContain('/delete"');
  });

  it('serves its style and script so that browsers can keep them', async () => {
    const { url } = await startTestWorkspace();
    const { html } = await visit(`${url}/agent`, { session: await signIn(url, 'ada') });
    const links = [...html.matchAll(/(?:href|src)="(\/agent\/assets\/[^"]+)"/g)].map(([, link]) => link);
    expect(links).toHaveLength(2);
    for (const link of links) {
      const { status, headers } = await fetch(url + link);
      expect([status, headers.get('Cache-Control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });
});

describe('the chat in German', () => {
  const inGerman = { language: 'de-AT,de;q=0.9,en;q=0.5' };

  it('answers every sentence that it suggests, and no answer asks what was meant', async () => {
    const { url } = await startTestWorkspace();
    for (const language of ['en', 'de'] as const)
      for (const who of ['ada', 'grace'] as const) {
        const session = await signIn(url, who);
        const { html } = await visit(`${url}/agent`, { session, language });
        const shown = [...html.matchAll(/name="text" value="([^"]*)"/g)].map(([, text = '']) => textOf(text));
        expect(shown).toEqual(suggestionsFor({ language, isAdmin: who === 'ada' }));
        for (const text of shown) {
          await visit(`${url}/agent`, { session, language, form: { text } });
          const [answer = ''] = answerOn((await visit(`${url}/agent`, { session, language })).html);
          expect([text, answer]).not.toEqual([
            text,
            expect.stringMatching(/^(I didn’t|Das habe ich nicht)|^$/),
          ]);
        }
      }
  });

  it('has no English sentence on the page, on a card or in an answer', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const { id } = await ada.issueKey({ name: 'Alt' });
    /** What the agent and the page say after these messages. */
    async function readAfter(...messages: readonly string[]): Promise<string> {
      for (const text of messages) await visit(`${url}/agent`, { session: ada, ...inGerman, form: { text } });
      const { html } = await visit(`${url}/agent`, { session: ada, ...inGerman });
      expect(html).toContain('<html lang="de">');
      const said = html.replace(/<li class="person".*?<\/li>/gs, '');
      return textOf(said.slice(said.indexOf('<main'), said.indexOf('<template')))
        .replace(/x-api-key|\w+:\w+/g, '')
        .replace(/ +/g, ' ');
    }
    const cards = await readAfter(
      'Erstellen Sie mir einen API-Schlüssel namens „CI Pipeline“',
      'Erstelle einen Schlüssel namens hook für das Team Platform, der nur lesen darf und in 30 Tagen abläuft',
      'Ersetze meinen Schlüssel „Alt“',
      'Lösche den Schlüssel „Alt“',
    );
    const answers = await readAfter(
      'Erstelle einen Schlüssel namens mehr für das Team Nirgendwo',
      'Erstelle einen Schlüssel namens mehr mit dem Recht no:thing',
      `Warum wird der Schlüssel ${id} abgelehnt?`,
      'Wer hat was erstellt?',
      'Sing mir ein Lied',
    );
    for (const read of [cards, answers])
      expect(read).not.toMatch(/\b(?:the|this|key|keys|you|your|offer|expires|with|never|not|and|by)\b/i);
    expect(cards).toMatch(/Rechte Agenten ansehen Ablauf in (?:29|30) Tagen/);
    expect(answers).toContain('Dieses Team gibt es nicht');
    expect(answers).toContain('Möglich sind: ');
  });

  it('refuses in German what the policy refuses', async () => {
    const { url } = await startTestWorkspace();
    const grace = await signIn(url, 'grace');
    const text = 'Erstelle einen Schlüssel namens hook für das Team Platform';
    await visit(`${url}/agent`, { session: grace, ...inGerman, form: { text } });
    const { html } = await visit(`${url}/agent`, { session: grace, ...inGerman });
    expect(answerOn(html)).toEqual([expect.stringContaining('Nur Owner und Admins des Teams')]);
    const events = await allEvents(
      await fetch(`${url}/agent`, {
        method: 'POST',
        headers: { Accept: 'application/x-ndjson', 'Accept-Language': 'de', Origin: url },
        body: new URLSearchParams({ text }),
      }),
    );
    expect(events[0]?.problem).toBe('Sie sind abgemeldet, deshalb wurde Ihre Nachricht nicht gesendet.');
  });
});
