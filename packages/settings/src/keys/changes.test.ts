import { type ApiKeys, createApiKeys, eachOwner, type KeyPolicy, keyState, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { pages, visit } from '../../test-support/pages.js';
import { readable } from '../../test-support/readable.js';
import { de, en, settingsPages, type Texts } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;
const hourMs = 3_600_000;

type Subject = Pick<ReturnType<typeof pages>, 'handler'>;
type Fields = Readonly<Record<string, string>>;

async function withKey(given: Parameters<typeof pages>[0] = {}) {
  const subject = pages(given);
  const { key, token } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  const path = `/user/keys/${key.id}`;
  return { subject, id: key.id, token, path, now: () => subject.keys.get(key.id, { actor: ada }) };
}

/** Opens the page that asks, and returns what it says and what its form sends. */
async function open(subject: Subject, path: string) {
  const { status, text } = await visit(subject, path);
  return { status, seen: readable(text), text, fields: fieldsIn(text) };
}

function fieldsIn(text: string): Fields {
  const inputs = text.matchAll(/<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

async function send(subject: Subject, path: string, fields: Fields) {
  const { status, headers, text } = await visit(subject, path, { form: Object.entries(fields) });
  const to = headers.get('Location');
  const next = to === null ? undefined : new URL(to, `http://localhost${path}`);
  return { status, text, seen: readable(text), next: next && next.pathname + next.search };
}

/** Opens the page that asks, sends its form, and reads the page that it leads to. */
async function confirm(subject: Subject, path: string, filledIn: Fields = {}) {
  const { fields } = await open(subject, path);
  const { status, next } = await send(subject, path, { ...fields, ...filledIn });
  expect(status).toBe(303);
  const { text } = await visit(subject, next ?? '');
  const [, done] = /<p role="status"[^>]* data-done>([^<]*)</.exec(text) ?? [];
  return { next, done };
}

describe('a key', () => {
  it('is renamed', async () => {
    const { subject, path, now } = await withKey();
    const { seen, fields } = await open(subject, `${path}/rename`);
    expect(seen).toContain('Rename “CI Pipeline”');
    expect(fields).toMatchObject({ name: 'CI Pipeline' });
    const { done, next } = await confirm(subject, `${path}/rename`, { name: '  Nightly build ' });
    expect(done).toMatch(/^user\.\w{8}… is now called “Nightly build”\.$/);
    expect(next).toContain(`${path}?done=renamed`);
    expect((await now()).name).toBe('Nightly build');
  });

  it('is disabled, with a reason or without, and enabled again', async () => {
    const { subject, path, token, now } = await withKey();
    const { done } = await confirm(subject, `${path}/disable`, { reason: ' seen in a log ' });
    expect(done).toBe('“CI Pipeline” is disabled. Whatever uses it gets 401.');
    expect(await now()).toMatchObject({ disabledBy: ada, reason: 'seen in a log' });
    expect((await subject.keys.verify(token)).ok).toBe(false);
    expect((await confirm(subject, `${path}/enable`)).done).toBe('“CI Pipeline” is enabled.');
    expect((await subject.keys.verify(token)).ok).toBe(true);
    await confirm(subject, `${path}/disable`);
    expect(readable((await visit(subject, path)).text)).not.toContain('no reason given');
  });

  it('is deleted, and the list says so', async () => {
    const { subject, path, token, id, now } = await withKey();
    const { done, next } = await confirm(subject, `${path}/delete`, { reason: 'left the project' });
    expect(done).toBe('“CI Pipeline” is deleted. Whatever uses it gets 401.');
    expect(next).toBe(`/user/keys?done=deleted&key=${id}`);
    expect((await now()).reason).toBe('left the project');
    expect((await subject.keys.verify(token)).ok).toBe(false);
  });
});

describe('the page that asks', () => {
  it('says what stops, by the last use, and whether that can be undone', async () => {
    const { subject, path, token } = await withKey();
    const read = async (change: string) => (await open(subject, `${path}/${change}`)).seen;
    expect(await read('disable')).toContain(
      '“CI Pipeline” has never been used. Whatever tries to use it gets 401 until the key is enabled again. You can enable it again at any time.',
    );
    expect(await read('delete')).toContain(
      '“CI Pipeline” has never been used. Whatever tries to use it gets 401 from now on. This can’t be undone.',
    );
    await subject.keys.verify(token);
    expect(await read('disable')).toMatch(
      /“CI Pipeline” was used \w+ \([^)]+ UTC\)\. Whatever uses it gets 401 until/,
    );
    expect(await read('delete')).toMatch(
      /“CI Pipeline” was used \w+ \([^)]+ UTC\)\. Whatever uses it gets 401 from/,
    );
  });

  it('M09 says whose key it is, and which other key keeps working', async () => {
    const subject = pages({ nameOf: ({ id }) => (id === 'platform' ? 'Platform' : id) });
    const { key: old } = await subject.keys.issue({ owner: platform, actor: ada, name: 'CI' });
    const { key } = await subject.keys.rotate(old.id, { actor: ada, graceMs: hourMs });
    const read = async (id: string, change: string) =>
      (await open(subject, `/teams/platform/keys/${id}/${change}`)).seen;
    for (const change of ['disable', 'delete']) {
      expect(await read(old.id, change)).toContain(
        `The key that replaced it, team.${key.id.slice(0, 8)}…, keeps working.`,
      );
      expect(await read(key.id, change)).toContain(
        `The key that it replaced, team.${old.id.slice(0, 8)}…, still works, and this doesn’t stop it.`,
      );
    }
    for (const change of ['rename', 'disable', 'delete'])
      expect(await read(key.id, change)).toContain('Owner Team Platform');
    await subject.keys.revoke(old.id, { actor: ada });
    expect(await read(key.id, 'delete')).not.toContain('that it replaced');
  });

  it('says who disabled a key and why before it is enabled, and what a leak means', async () => {
    const { subject, path, id } = await withKey();
    await subject.keys.disable(id, { actor: ada, reason: 'seen in a log' });
    const { seen } = await open(subject, `${path}/enable`);
    expect(seen).toMatch(/Disabled now \([^)]+\) by ada “seen in a log”/);
    expect(seen).toContain('Whatever still has “CI Pipeline” can use it again immediately.');
    expect((await open(subject, `${path}/delete`)).seen).toContain('is disabled, so nothing can use it');
  });

  it.each([
    ['disable', async (keys: ApiKeys, id: string) => keys.revoke(id, { actor: ada }), 'has been deleted'],
    ['enable', async () => undefined, 'is live'],
    ['rename', async (keys: ApiKeys, id: string) => keys.revoke(id, { actor: ada }), 'has been deleted'],
    ['delete', async (keys: ApiKeys, id: string) => keys.revoke(id, { actor: ada }), 'has been deleted'],
    [
      'disable',
      async (keys: ApiKeys, id: string) => keys.disable(id, { actor: ada, reason: 'test' }),
      'is disabled',
    ],
  ] as const)('has no form for %s if the key is not in a state for it', async (change, step, state) => {
    const { subject, path, id } = await withKey();
    await step(subject.keys, id);
    const { seen, text } = await open(subject, `${path}/${change}`);
    expect(seen).toContain(`“CI Pipeline” ${state}`);
    expect(text).not.toContain('<form');
  });

  it('is in the language of the page', async () => {
    const { subject, path, token } = await withKey({ texts: de });
    await subject.keys.verify(token);
    expect((await open(subject, `${path}/delete`)).seen).toMatch(
      /„CI Pipeline“ löschen\?.*„CI Pipeline“ wurde jetzt \([^)]+\) benutzt\. Programme, die ihn benutzen, erhalten ab sofort 401\./,
    );
  });
});

describe('two tabs', () => {
  it.each([
    ['rename', { name: 'Nightly build' }],
    ['disable', { reason: 'mine' }],
    ['delete', {}],
  ] as const)(
    '%s changes nothing if the key has changed since the page was opened',
    async (change, filledIn) => {
      const { subject, path, now } = await withKey();
      const { fields } = await open(subject, `${path}/${change}`);
      await subject.keys.rename((await now()).id, { actor: ada, name: 'Production' });
      const before = await now();
      const { status, seen, text } = await send(subject, `${path}/${change}`, { ...fields, ...filledIn });
      expect(status).toBe(409);
      expect(seen).toContain('This key has changed since you opened the page, so nothing was done.');
      expect(seen).toContain('“Production”');
      expect(await now()).toEqual(before);
      // What was filled in is still there, and the form can be sent again.
      expect(fieldsIn(text)).toMatchObject(filledIn);
      expect((await send(subject, `${path}/${change}`, fieldsIn(text))).status).toBe(303);
    },
  );

  it('enable changes nothing if someone else has disabled the key since', async () => {
    const { subject, path, id, now } = await withKey();
    await subject.keys.disable(id, { actor: ada, reason: 'mine' });
    const { fields } = await open(subject, `${path}/enable`);
    await subject.keys.enable(id, { actor: ada });
    await subject.keys.disable(id, { actor: ada, reason: 'again' });
    const disabledAt = (await now()).disabledAt;
    if (disabledAt === null) throw new Error('the key is not disabled');
    const { status } = await send(subject, `${path}/enable`, { ...fields, version: 'x'.repeat(43) });
    expect(status).toBe(409);
    expect(keyState(await now(), new Date())).toBe('disabled');
  });

  it('disable says so if the key was rotated or deleted in the meantime', async () => {
    const { subject, path, id } = await withKey();
    const { fields } = await open(subject, `${path}/disable`);
    await subject.keys.revoke(id, { actor: ada });
    const { status, seen } = await send(subject, `${path}/disable`, fields);
    expect([status, seen]).toEqual([409, expect.stringContaining('“CI Pipeline” has been deleted')]);
  });
});

describe('a double click', () => {
  it.each(['rename', 'disable', 'enable', 'delete'])('on %s does it once', async (change) => {
    const { subject, path, id } = await withKey();
    if (change === 'enable') await subject.keys.disable(id, { actor: ada, reason: 'test' });
    const { fields } = await open(subject, `${path}/${change}`);
    const entries = async () => (await subject.keys.history({ keyId: id, actor: ada })).entries.length;
    const before = await entries();
    const form = { ...fields, ...(change === 'rename' && { name: 'Nightly build' }) };
    const sent = await Promise.all([1, 2].map(() => send(subject, `${path}/${change}`, form)));
    const later = await send(subject, `${path}/${change}`, form);
    expect([...sent, later].map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await entries()).toBe(before + 1);
  });
});

describe('what is refused', () => {
  it.each([' ', 'x'.repeat(101)])('a name that is not valid: %.3s…', async (name) => {
    const { subject, path, now } = await withKey();
    const { fields } = await open(subject, `${path}/rename`);
    const { status, text, seen } = await send(subject, `${path}/rename`, { ...fields, name });
    expect(status).toBe(422);
    expect(seen).toContain('A name must have 1 to 100 characters');
    expect(text).toContain('aria-invalid="true"');
    expect(fieldsIn(text)).toMatchObject({ name });
    expect((await now()).name).toBe('CI Pipeline');
  });

  it('P09 a name or a reason with a token in it, which the page does not repeat', async () => {
    const { subject, path, token } = await withKey();
    for (const [change, field] of [
      ['rename', 'name'],
      ['disable', 'reason'],
      ['delete', 'reason'],
    ] as const) {
      const { fields } = await open(subject, `${path}/${change}`);
      const { status, text, seen } = await send(subject, `${path}/${change}`, {
        ...fields,
        [field]: `it is ${token}`,
      });
      expect(status).toBe(422);
      expect(seen).toContain('no API key in it');
      expect(text).toContain(`id="${field}-error"`);
      expect(text).not.toContain(token.slice(-40));
    }
  });

  it.each([
    [en, 'you may only enable keys that you disabled yourself. Ask Night job'],
    [de, 'Sie dürfen nur Schlüssel entsperren, die Sie selbst gesperrt haben. Wenden Sie sich an Night job'],
  ] as const)(
    'enabling what someone else disabled, in the words of the page (%#)',
    async (texts, sentence) => {
      const { keys, handler } = withPolicy(selfService(), texts);
      const { key } = await keys.issue({ owner: ada, actor: ada, name: 'CI' });
      await keys.disable(key.id, { actor: { kind: 'system', id: 'night-job' }, reason: 'test' });
      const path = `/user/keys/${key.id}/enable`;
      const { status, seen } = await send({ handler }, path, (await open({ handler }, path)).fields);
      expect(status).toBe(403);
      expect(seen).toContain(sentence);
      expect(seen).not.toContain('another actor');
    },
  );

  it('M04 enabling a key whose token leaked', async () => {
    const { keys, handler } = withPolicy(selfService(), en);
    const { key, token } = await keys.issue({ owner: ada, actor: ada, name: 'CI' });
    await keys.reportLeak(token, { source: 'GitHub' });
    const path = `/user/keys/${key.id}/enable`;
    const { fields, seen } = await open({ handler }, path);
    expect(seen).toContain('If you enable it, whoever found it can use it too.');
    expect((await send({ handler }, path, fields)).seen).toContain(
      'because it was reported as leaked, so you may not',
    );
  });

  it("the host's policy refuses in its own words", async () => {
    const policy: KeyPolicy = {
      decide: ({ action }) =>
        action === 'revoke' ? { ok: false, message: 'only Grace deletes keys.' } : { ok: true },
    };
    const { keys, handler } = withPolicy(policy, en);
    const { key } = await keys.issue({ owner: ada, actor: ada, name: 'CI' });
    const path = `/user/keys/${key.id}/delete`;
    const { status, seen } = await send({ handler }, path, (await open({ handler }, path)).fields);
    expect([status, seen]).toEqual([403, expect.stringContaining('only Grace deletes keys.')]);
  });

  it('M05 every change that another site asks for', async () => {
    const { subject, path, now } = await withKey();
    const before = await now();
    for (const change of ['rename', 'disable', 'enable', 'delete']) {
      const { fields } = await open(subject, `${path}/${change}`);
      const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' };
      const { status } = await visit(subject, `${path}/${change}`, {
        form: Object.entries({ ...fields, name: 'theirs' }),
        headers,
      });
      expect(status).toBe(403);
    }
    expect(await now()).toEqual(before);
  });

  it('a form that someone sends who is signed out', async () => {
    const { subject, path, now } = await withKey();
    for (const change of ['rename', 'disable', 'enable', 'delete'])
      expect((await visit(subject, `${path}/${change}`, { as: null, form: [] })).status).toBe(401);
    expect((await now()).revokedAt).toBeNull();
  });
});

/** Creates the pages of ada over keys with a policy. Leaked keys are disabled. */
function withPolicy(policy: KeyPolicy, texts: Texts) {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: {
      // The system is a night job of the host.
      decide: (request) => (request.actor.kind === 'system' ? { ok: true } : policy.decide(request)),
    },
    leaks: { user: { response: 'disable' } },
  });
  const handler = settingsPages(keys, {
    authenticate: () => ada,
    ownersOf: () => [ada],
    nameOf: ({ id }) => (id === 'night-job' ? 'Night job' : id),
    texts,
  });
  return { keys, handler };
}
