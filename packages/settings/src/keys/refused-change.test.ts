import { createApiKeys, eachOwner, type KeyPolicy, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { fieldsIn, open, send, withKey } from '../../test-support/change-forms.js';
import { visit } from '../../test-support/pages.js';
import { de, en, settingsPages, type Texts } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;

describe('what is refused', () => {
  it.each([
    [' ', 'Enter a name.'],
    ['x'.repeat(120), 'Names can be up to 100 characters. This one has 120.'],
    ['CI\u0007', 'A name can’t contain line breaks, control characters or invisible characters.'],
  ])('a name that is not valid, with what is wrong: %.3j…', async (name, said) => {
    const { subject, path, now } = await withKey();
    const { fields } = await open(subject, `${path}/rename`);
    const { status, text, seen } = await send(subject, `${path}/rename`, { ...fields, name });
    expect(status).toBe(422);
    expect(seen).toContain(said);
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
      expect(seen).toMatch(/looks like an API key|no API key in it/);
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

  it('enabling a key whose token leaked', async () => {
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
