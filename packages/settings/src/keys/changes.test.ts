import { type ApiKeys, keyState } from '@postern/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { confirm, fieldsIn, open, send, withKey } from '../../test-support/change-forms.js';
import { pages, visit } from '../../test-support/pages.js';
import { readable } from '../../test-support/readable.js';
import { de } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;
const hourMs = 3_600_000;

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
    expect(done).toBe('“CI Pipeline” is disabled. Requests with it fail with 401.');
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
    expect(done).toBe('“CI Pipeline” is deleted. Requests with it fail with 401.');
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
      '“CI Pipeline” has never been used. Requests with it fail with 401 until it is enabled again. You can enable it again at any time.',
    );
    expect(await read('delete')).toContain(
      '“CI Pipeline” has never been used. Once it is deleted, requests with it fail with 401. This can’t be undone.',
    );
    await subject.keys.verify(token);
    expect(await read('disable')).toMatch(
      /“CI Pipeline” was used just now \([^)]+ UTC\)\. Requests with it fail with 401 until/,
    );
    expect(await read('delete')).toMatch(
      /“CI Pipeline” was used just now \([^)]+ UTC\)\. Once it is deleted, requests with it fail with 401\./,
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
        `This doesn’t affect the key that replaced it: team.${key.id.slice(0, 8)}… keeps working.`,
      );
      expect(await read(key.id, change)).toContain(
        `This doesn’t affect the key that it replaced: team.${old.id.slice(0, 8)}… still works, but stops in 1 hour (`,
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
    expect(seen).toMatch(/Disabled just now \([^)]+\) by ada “seen in a log”/);
    expect(seen).toContain('Whatever still has “CI Pipeline” can use it again immediately.');
    expect((await open(subject, `${path}/delete`)).seen).toContain('is disabled, so nothing can use it');
  });

  it.each(['rename', 'disable', 'enable'])(
    'has no form for %s if the key has been deleted',
    async (change) => {
      const { subject, path, id } = await withKey();
      await subject.keys.revoke(id, { actor: ada });
      const { status, seen, text } = await open(subject, `${path}/${change}`);
      expect([status, seen]).toEqual([200, expect.stringContaining('“CI Pipeline” has been deleted')]);
      expect(text).not.toContain('<form');
    },
  );

  it.each([
    ['delete', (keys: ApiKeys, id: string) => keys.revoke(id, { actor: ada }), 'has been deleted'],
    [
      'disable',
      (keys: ApiKeys, id: string) => keys.disable(id, { actor: ada, reason: 'test' }),
      'is disabled',
    ],
    ['enable', async () => undefined, 'is live'],
  ])(
    'leads on, and reports no success, if the key is already as %s makes it',
    async (change, step, state) => {
      const { subject, path, id } = await withKey();
      await step(subject.keys, id);
      const { status, headers } = await visit(subject, `${path}/${change}`);
      expect(status).toBe(303);
      const next = new URL(headers.get('Location') ?? '', `https://keys.example${path}/${change}`);
      const { seen, text } = await open(subject, next.pathname + next.search);
      expect(seen).toContain(`“CI Pipeline” ${state}. Nothing was changed.`);
      expect(text).not.toContain('class="done"');
    },
  );

  it('is in the language of the page', async () => {
    const { subject, path, token } = await withKey({ texts: de });
    await subject.keys.verify(token);
    expect((await open(subject, `${path}/delete`)).seen).toMatch(
      /„CI Pipeline“ löschen\?.*„CI Pipeline“ wurde gerade eben \([^)]+\) benutzt\. Sobald er gelöscht ist, werden Anfragen mit ihm abgelehnt \(401\)\./,
    );
  });
});

describe('M09 two tabs', () => {
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

  it('enable changes nothing if the key was enabled and disabled again since', async () => {
    const { subject, path, id, now } = await withKey();
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['Date'] });
    await subject.keys.disable(id, { actor: ada, reason: 'mine' });
    const { fields } = await open(subject, `${path}/enable`);
    await subject.keys.enable(id, { actor: ada });
    vi.setSystemTime(Date.now() + 1);
    await subject.keys.disable(id, { actor: ada, reason: 'seen in a log' });
    const { status, seen } = await send(subject, `${path}/enable`, fields);
    expect([status, seen]).toEqual([409, expect.stringContaining('“seen in a log”')]);
    expect(keyState(await now(), new Date())).toBe('disabled');
  });

  it('disable says so if the key was deleted in the meantime', async () => {
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
