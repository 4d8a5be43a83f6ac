import { describe, expect, it } from 'vitest';
import { pages, tokenIn, visit } from '../../test-support/pages.js';
import { de } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;

type Subject = ReturnType<typeof pages>;

async function issued(
  subject: Subject,
  given: { readonly expiresInMs?: number; readonly isUsed?: boolean } = {},
) {
  const { expiresInMs, isUsed = false } = given;
  const expiresAt = expiresInMs === undefined ? null : new Date(Date.now() + expiresInMs);
  const request = { owner: ada, actor: ada, name: 'CI Pipeline', scopes: ['agents:read'], expiresAt };
  const { key, token } = await subject.keys.issue(request);
  if (isUsed) await subject.keys.verify(token);
  return { key, token, path: `/user/keys/${key.id}/rotate`, display: `user.${key.id.slice(0, 8)}…` };
}

/** The key of a token. */
const keyOf = (subject: Subject, token: string) => subject.keys.get(token.slice(5, 21), { actor: ada });
const chosen = (text: string, group: string) =>
  new RegExp(`name="${group}" value="([^"]+)" checked`).exec(text)?.[1];
const send = (subject: Subject, path: string, ...fields: [string, string][]) =>
  visit(subject, path, { form: fields });

describe('the form that rotates a key', () => {
  it('says which key it replaces, whose it is, when it was last used, and what that breaks', async () => {
    const subject = pages({ nameOf: ({ id }) => (id === 'ada' ? 'Ada' : id) });
    const { path, display } = await issued(subject, { isUsed: true });
    const { status, text } = await visit(subject, path);
    expect(status).toBe(200);
    for (const said of [
      'Rotate “CI Pipeline”',
      display,
      'Ada',
      'agents:read',
      'Last used <time',
      'fail with 401 once it ends',
    ])
      expect(text).toContain(said);
    expect((await visit(subject, (await issued(subject)).path)).text).toContain(
      'This key has never been used. If a program already has it, its requests fail with 401 once the key ends.',
    );
  });

  it('lets a key that was used work for another day, and ends one that was never used', async () => {
    const subject = pages();
    expect(chosen((await visit(subject, (await issued(subject, { isUsed: true })).path)).text, 'grace')).toBe(
      '24h',
    );
    expect(chosen((await visit(subject, (await issued(subject)).path)).text, 'grace')).toBe('none');
  });

  it('offers no time beyond the expiry of the old key, and says when that is', async () => {
    const subject = pages();
    const { path } = await issued(subject, { expiresInMs: 2 * hourMs });
    const { text } = await visit(subject, path);
    expect([...text.matchAll(/name="grace" value="(\w+)"/g)].map(([, value]) => value)).toEqual([
      'none',
      '1h',
      '24h',
    ]);
    expect(text).toContain('Until it expires');
    expect(text).toMatch(/this one expires on .* UTC in any case/);
    expect((await visit(subject, (await issued(subject)).path)).text).not.toContain('in any case');
  });

  it('gives the new key the same length of life, unless another one is chosen', async () => {
    const subject = pages();
    const { path } = await issued(subject, { expiresInMs: 60 * dayMs });
    const { text } = await visit(subject, path);
    expect(chosen(text, 'expiry')).toMatch(/^(60d|\d+ms)$/);
    expect(text).toContain('As before');
    const expiry = chosen(text, 'expiry') ?? '';
    const successor = await keyOf(
      subject,
      tokenIn((await send(subject, path, ['grace', 'none'], ['expiry', expiry])).text),
    );
    expect(Math.round((Number(successor.expiresAt) - Number(successor.createdAt)) / dayMs)).toBe(60);
    const other = await issued(subject, { expiresInMs: 60 * dayMs });
    const sent = await send(subject, other.path, ['grace', 'none'], ['expiry', '7d']);
    expect(
      Math.round((Number((await keyOf(subject, tokenIn(sent.text))).expiresAt) - Date.now()) / dayMs),
    ).toBe(7);
  });

  it('M09 names the earlier key that ends too, if there is one', async () => {
    const subject = pages();
    const { key, path, display } = await issued(subject);
    const { text: first } = await visit(subject, path);
    expect(first).toContain(
      '<p>This key has never been used. If a program already has it, its requests fail with 401 once the key ends.</p>',
    );
    expect(first).not.toMatch(/class="warning"|stops working immediately/);
    const { key: successor } = await subject.keys.rotate(key.id, { actor: ada, graceMs: hourMs });
    const { text } = await visit(subject, `/user/keys/${successor.id}/rotate`);
    expect(text).toContain(`It replaced ${display}, which still works: that key stops working immediately.`);
  });
});

describe('a rotation', () => {
  it('shows the new token once, with the status of the old key and a link to it', async () => {
    const subject = pages();
    const { key, token, path, display } = await issued(subject, { isUsed: true });
    const { status, headers, text } = await send(subject, path, ['grace', '24h'], ['expiry', 'never']);
    expect([status, headers.get('Cache-Control')]).toEqual([201, 'no-store']);
    expect(text).toContain('“CI Pipeline” has a new key');
    expect(text).toMatch(new RegExp(`The old key ${display} works until .* UTC\\.`));
    expect(text).toMatch(/Last used: <time/);
    expect(text).toContain(`<a href="../../../user/keys/${key.id}">`);
    expect(await subject.keys.verify(tokenIn(text))).toMatchObject({ ok: true });
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });
    const old = await subject.keys.get(key.id, { actor: ada });
    expect(Number(old.expiresAt) - Number(old.rotatedAt)).toBe(24 * hourMs);
  });

  it('ends the old key if that is chosen', async () => {
    const subject = pages();
    const { token, path, display } = await issued(subject);
    const { text } = await send(subject, path, ['grace', 'none']);
    expect(text).toContain(`The old key ${display} has stopped working.`);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: false });
  });

  it.each([
    ['a form that does not say how long the old key works', [], 'Choose how long the old key keeps working.'],
    [
      'a grace period that is not offered',
      [['grace', '1000d']],
      'Choose how long the old key keeps working.',
    ],
    [
      'a day that is over',
      [
        ['grace', 'none'],
        ['expiry', 'day'],
        ['expires', '2020-01-01'],
      ],
      'Choose a day',
    ],
  ] as const)('is refused for %s, and nothing is changed', async (_what, fields, message) => {
    const subject = pages();
    const { key, token, path } = await issued(subject);
    const { status, text } = await visit(subject, path, { form: fields });
    expect([status, tokenIn(text)]).toEqual([422, '']);
    expect(text).toContain('The key was not rotated.');
    expect(text).toContain(message);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });
    expect((await subject.keys.get(key.id, { actor: ada })).successorId).toBeNull();
  });

  it('is refused to those who may not see the key, as if it did not exist', async () => {
    const subject = pages();
    const { token, path } = await issued(subject);
    const nothing = await visit(subject, `/user/keys/${'0'.repeat(16)}/rotate`, { as: 'grace' });
    for (const form of [undefined, [['grace', 'none']] as const]) {
      const { status, text } = await visit(subject, path, { as: 'grace', ...(form && { form }) });
      expect([status, text]).toEqual([404, nothing.text]);
    }
    expect(
      (await visit(subject, path, { form: [['grace', 'none']], headers: { 'Sec-Fetch-Site': 'cross-site' } }))
        .status,
    ).toBe(403);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });
  });

  it('M09 no key ends and no token is lost if the host fails to name the owner', async () => {
    let isDown = false;
    const subject = pages({ nameOf: ({ id }) => (isDown ? Promise.reject(new Error('down')) : id) });
    const { key, path } = await issued(subject);
    isDown = true;
    expect((await send(subject, path, ['grace', 'none'])).status).toBe(503);
    expect((await subject.keys.get(key.id, { actor: ada })).successorId).toBeNull();
  });
});

describe('M09 a rotation that was already made', () => {
  it('M09 is told apart from one that failed: by whom, which key is new, and what to do if no one has its token', async () => {
    const subject = pages();
    const { path, display } = await issued(subject, { isUsed: true });
    const first = await send(subject, path, ['grace', '1h']);
    for (const again of [await send(subject, path, ['grace', '1h']), await visit(subject, path)]) {
      expect([again.status, tokenIn(again.text)]).toEqual([409, '']);
      expect(again.text).toContain('“CI Pipeline” was already rotated');
      expect(again.text).toContain(`user.${tokenIn(first.text).slice(5, 13)}…`);
      expect(again.text).toContain('by you');
      expect(again.text).toMatch(new RegExp(`The old key ${display} works until .* UTC\\.`));
      expect(again.text).toMatch(/class="button primary" href="[^"]*\/new"[^>]*>Create another key/);
    }
    expect(await subject.keys.verify(tokenIn(first.text))).toMatchObject({ ok: true });
  });

  it('M09 leads to rotating the new key if the old one has stopped working', async () => {
    const subject = pages({ nameOf: ({ id }) => (id === 'ada' ? 'Ada' : id) });
    const { path } = await issued(subject);
    const first = await send(subject, path, ['grace', 'none']);
    const { text } = await send(subject, path, ['grace', 'none']);
    expect(text).toContain('has stopped working');
    const [, href = ''] = /class="button primary" href="([^"]+)"[^>]*>Rotate the new key/.exec(text) ?? [];
    expect(href).toContain(`${tokenIn(first.text).slice(5, 21)}/rotate`);
  });

  it('M09 one of several at the same time shows a token, and the others say so', async () => {
    const subject = pages();
    const { path } = await issued(subject);
    const responses = await Promise.all([1, 2, 3].map(() => send(subject, path, ['grace', '1h'])));
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    for (const { status, text } of responses)
      if (status === 409) expect(text).toContain('was already rotated');
  });

  it.each([
    ['disabled', 'It is disabled. Enable it first', 'disable'],
    ['deleted', 'It was deleted.', 'revoke'],
  ] as const)('is not what the page says about a key that is %s', async (_state, message, verb) => {
    const subject = pages();
    const { key, path } = await issued(subject);
    await subject.keys[verb](key.id, { actor: ada, reason: 'a test' });
    for (const { status, text } of [
      await visit(subject, path),
      await send(subject, path, ['grace', 'none']),
    ]) {
      expect(status).toBe(409);
      expect(text).toContain('“CI Pipeline” can’t be rotated');
      expect(text).toContain(message);
    }
  });
});

it('rotating is in German', async () => {
  const subject = pages({ texts: de });
  const { path } = await issued(subject, { isUsed: true });
  const { text } = await visit(subject, path);
  for (const said of [
    '„CI Pipeline“ ersetzen',
    'Zuletzt benutzt: <time',
    '24 Stunden',
    'Wie lange der alte Schlüssel noch gilt',
  ])
    expect(text).toContain(said);
  await send(subject, path, ['grace', '1h']);
  expect((await send(subject, path, ['grace', '1h'])).text).toContain('„CI Pipeline“ wurde schon ersetzt');
});
