import { describe, expect, it } from 'vitest';
import { pages, tokenIn, visit } from '../../test-support/pages.js';
import { de, en } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const dayMs = 24 * 60 * 60 * 1_000;
const named = [['name', 'CI Pipeline']] as const;

/** The radio buttons of a group, in their order, with `*` after the one that is chosen. */
function radios(text: string, group: string): readonly string[] {
  const found = [...text.matchAll(new RegExp(`type="radio" name="${group}"([^>]*)>`, 'g'))];
  return found.map(([, rest = '']) => {
    const value = /value="([^"]*)"/.exec(rest)?.[1] ?? '';
    return rest.includes(' checked') ? `${value}*` : value;
  });
}

async function created(subject: ReturnType<typeof pages>, ...fields: readonly (readonly [string, string])[]) {
  const { status, text } = await visit(subject, '/user/keys', { form: [...named, ...fields] });
  const id = tokenIn(text).slice('user.'.length).slice(0, 16);
  return { status, text, key: id === '' ? undefined : await subject.keys.get(id, { actor: ada }) };
}

describe('the form for a new key', () => {
  it.each([
    ['no lifetimes', {}, ['7d', '30d', '90d*', '365d', 'day', 'never']],
    ['a default', { defaultMs: 30 * dayMs }, ['7d', '30d*', '90d', '365d', 'day', 'never']],
    ['a maximum', { maxMs: 45 * dayMs }, ['7d', '30d', '45d*', 'day']],
  ])('offers lengths of life within %s, and chooses one that ends', async (_what, lifetime, offered) => {
    const { text } = await visit(pages({}, { user: lifetime }), '/user/keys/new');
    expect(radios(text, 'expiry')).toEqual(offered);
    expect(text.includes('Default')).toBe(Object.keys(lifetime).length > 0);
    expect(text.includes('A key works for 45 days at most.')).toBe('maxMs' in lifetime);
  });

  it('shows the day on which each length of life ends, and issues exactly that', async () => {
    const subject = pages();
    const { text } = await visit(subject, '/user/keys/new');
    const shownAt = /name="shown-at" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const days = [...text.matchAll(/value="(\d+d)".*?<time datetime="([^"]+)"[^>]* data-local-day>/g)];
    expect(days.map(([, value]) => value)).toEqual(['7d', '30d', '90d', '365d']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const [, expiry = '', shown] of days) {
      const { key } = await created(subject, ['expiry', expiry], ['shown-at', shownAt]);
      expect(key?.expiresAt?.toISOString()).toBe(shown);
    }
  });

  it('creates a key that never expires only if someone chooses that, or posts no choice where it is the default', async () => {
    const subject = pages();
    expect((await created(subject, ['expiry', 'never'])).key?.expiresAt).toBeNull();
    expect((await created(subject)).key?.expiresAt).toBeNull();
    const limited = pages({}, { user: { defaultMs: 30 * dayMs, maxMs: 90 * dayMs } });
    expect((await created(limited, ['expiry', 'never'])).status).toBe(422);
    const { key } = await created(limited);
    expect(Number(key?.expiresAt) - Number(key?.createdAt)).toBe(30 * dayMs);
  });

  it('refuses a custom day that is missing, and keeps everything that was filled in', async () => {
    const form = [
      ['expiry', 'day'],
      ['access', 'only'],
      ['scopes', 'agents:read'],
    ] as const;
    const { status, text } = await created(pages(), ...form);
    expect([status, radios(text, 'expiry').at(-2), radios(text, 'access').at(-1)]).toEqual([
      422,
      'day*',
      'only*',
    ]);
    expect(text).toContain('value="CI Pipeline"');
    expect(text).toContain('value="agents:read" checked');
    expect(text).toContain('Choose a day that has not ended yet.');
  });

  it('shows the choice between everything and some scopes in the open, with a sentence about each scope', async () => {
    const describeScope = (scope: string) => (scope === 'agents:read' ? 'See <agents>.' : undefined);
    const { text } = await visit(pages({ describeScope }), '/user/keys/new');
    expect(radios(text, 'access')).toEqual(['all*', 'only']);
    expect(text).toContain('Everything you can do');
    expect(text).toMatch(
      /agents:read<\/code><\/label><p class="hint" id="scope-0-hint">See &lt;agents&gt;\./,
    );
    expect(text.slice(text.indexOf('<main'))).not.toContain('<details');
  });

  it('says of another owner that the key gets what that owner can do today', async () => {
    const { text } = await visit(pages(), '/teams/platform/keys/new');
    expect(text).toContain('Everything Team platform can do today');
    expect(text).not.toContain('Everything you can do');
  });
});

it('sent again with other fields, replaces a key that no one has used, and else says what to do', async () => {
  const subject = pages();
  const send = (name: string) =>
    visit(subject, '/user/keys', {
      form: [
        ['idempotency-key', 'one-form'],
        ['name', name],
      ],
    });
  const names = async () =>
    (await subject.keys.list({ owner: ada, actor: ada, state: 'live' })).keys.map(({ name }) => name);
  await send('First');
  const second = await send('Second');
  expect([second.status, await names()]).toEqual([201, ['Second']]);

  await subject.keys.verify(tokenIn(second.text));
  const { status, text } = await send('Third');
  expect(status).toBe(409);
  expect(text).toContain(en.errors.ERR_ALREADY_ISSUED);
  expect(text).toContain('value="Third"');
  expect(await names()).toEqual(['Second']);
});

it('P09 the form does not repeat a token that was typed into it', async () => {
  const subject = pages();
  const { token } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
  for (const sent of [token, `it is ${token}`, token.slice(21), token.slice(21, 60)])
    for (const field of ['name', 'expires', 'shown-at', 'day-ends', 'scopes'] as const) {
      const { status, text } = await visit(subject, '/user/keys', {
        form: [
          ['expiry', 'day'],
          [field, sent],
        ],
      });
      expect(status).toBe(422);
      expect(text).not.toContain(sent.slice(-39, -5));
    }
});

describe('M03 what the form allows', () => {
  it.each([
    ['everything, if that is chosen', [['access', 'all']], null],
    [
      'some scopes, if those are chosen',
      [
        ['access', 'only'],
        ['scopes', 'agents:read'],
      ],
      ['agents:read'],
    ],
    ['some scopes, if nothing says that they are all', [['scopes', 'agents:read']], ['agents:read']],
  ] as const)('M03 is %s', async (_what, form, scopes) => {
    expect((await created(pages(), ...form)).key?.scopes).toEqual(scopes);
  });

  it.each([
    ['no scopes', [['access', 'only']], 'Choose at least one scope'],
    ['something else', [['access', 'most']], 'Choose at least one scope'],
    [
      'everything and some scopes',
      [
        ['access', 'all'],
        ['scopes', 'agents:read'],
      ],
      'choose “Only these”',
    ],
  ] as const)('M03 is never everything by mistake: %s is refused', async (_what, form, message) => {
    const subject = pages();
    const { status, text } = await created(subject, ...form);
    expect([status, tokenIn(text)]).toEqual([422, '']);
    expect(text).toContain(message);
    expect(text).toContain('value="CI Pipeline"');
    expect(radios(text, 'access')).toEqual(['all', 'only*']);
    expect((await subject.keys.list({ owner: ada, actor: ada })).keys).toEqual([]);
  });
});

it('the form is in German, and says that days are in UTC', async () => {
  const { text } = await visit(pages({ texts: de }), '/user/keys/new');
  for (const said of ['Neuer Schlüssel', 'Alles, was Sie dürfen', 'Tage in UTC.', '90 Tage', '1 Jahr', 'Nie'])
    expect(text).toContain(said);
});
