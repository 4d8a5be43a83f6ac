import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pages, visit } from '../../test-support/pages.js';
import { readable } from '../../test-support/readable.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-29T22:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const wait = (ms: number) => vi.setSystemTime(Date.now() + ms);

async function read(
  subject: Parameters<typeof visit>[0],
  path: string,
  sent: Parameters<typeof visit>[2] = {},
) {
  const { status, text } = await visit(subject, path, sent);
  return { status, text, seen: readable(text) };
}

const names = ({ id }: { readonly id: string }) =>
  ({ ada: 'Ada', grace: 'Grace', platform: 'Platform' })[id] ?? id;

describe('the page of a key', () => {
  it('says what it is, what it may do, who created it, and when it was last used', async () => {
    const subject = pages({
      nameOf: names,
      describeScope: (scope) => (scope === 'agents:read' ? 'See agents and their runs' : undefined),
    });
    const { key, token } = await subject.keys.issue({
      owner: platform,
      actor: ada,
      name: 'CI Pipeline',
      scopes: ['agents:read'],
      expiresAt: new Date(Date.now() + 40 * 24 * hourMs),
    });
    wait(3 * hourMs);
    await subject.keys.verify(token);
    wait(2 * minuteMs);
    const { seen, text } = await read(subject, `/teams/platform/keys/${key.id}`);
    expect(text).toContain('<title>CI Pipeline');
    expect(seen).toContain(`CI Pipeline team.${key.id.slice(0, 8)}… Live`);
    expect(seen).toContain('Owner Team Platform');
    expect(seen).toContain('agents:read See agents and their runs');
    expect(seen).toMatch(/Created 3 hours ago \(Nov 29, 2026, 10:00 PM UTC\) by Ada/);
    expect(seen).toMatch(/Last used 2 minutes ago \(Nov 30, 2026, 1:00 AM UTC\)/);
    expect(seen).toMatch(/Expires in 40 days \(Jan 8, 2027/);
    expect(seen).toContain(`Key ID ${key.id}`);
  });

  it('has the actions that its state allows', async () => {
    const subject = pages();
    const actions = async (id: string) => {
      const { text } = await visit(subject, `/user/keys/${id}`);
      const links = text.matchAll(/href="[^"]*\/(\w+)" data-dialog/g);
      return [...links].map(([, action]) => action);
    };
    const { key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
    expect(await actions(key.id)).toEqual(['rename', 'rotate', 'disable', 'delete']);
    await subject.keys.disable(key.id, { actor: ada, reason: 'test' });
    expect(await actions(key.id)).toEqual(['rename', 'enable', 'delete']);
    await subject.keys.revoke(key.id, { actor: ada });
    expect(await actions(key.id)).toEqual([]);
  });

  it('says by whom, when and why it was disabled or deleted', async () => {
    const subject = pages({ nameOf: names });
    const { key } = await subject.keys.issue({ owner: platform, actor: ada, name: 'CI' });
    await subject.keys.disable(key.id, { actor: ada, reason: 'seen in a public log' });
    wait(hourMs);
    const path = `/teams/platform/keys/${key.id}`;
    expect((await read(subject, path)).seen).toMatch(
      /Disabled 1 hour ago \([^)]+\) by Ada “seen in a public log”/,
    );
    await subject.keys.revoke(key.id, { actor: { kind: 'user', id: 'ada' }, reason: 'left the project' });
    wait(hourMs);
    const { seen } = await read(subject, path);
    expect(seen).toMatch(/Deleted 1 hour ago \([^)]+\) by Ada “left the project”/);
    expect(seen).not.toMatch(/Expires/);
  });

  it('says when it expired, or that it never does', async () => {
    const subject = pages();
    const expiresAt = new Date(Date.now() + hourMs);
    const { key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI', expiresAt });
    wait(3 * hourMs);
    const { seen } = await read(subject, `/user/keys/${key.id}`);
    expect(seen).toContain('Last used Never used Expired 2 hours ago');
    const lasting = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
    expect((await read(subject, `/user/keys/${lasting.key.id}`)).seen).toContain('Expires Never expires');
  });

  it('looks like one that does not exist for someone who may not see it, to the byte', async () => {
    const subject = pages();
    const { key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
    const ofTeam = await subject.keys.issue({ owner: platform, actor: ada, name: 'CI' });
    const answers = async (path: string, as: string) => {
      const { status, text } = await visit(subject, path, { as });
      return { status, text: text.replaceAll(/[0-9A-Za-z]{16}/g, '') };
    };
    for (const page of ['', '/rename', '/disable', '/enable', '/delete', '?done=deleted']) {
      const missing = await answers(`/user/keys/${'A'.repeat(16)}${page}`, 'grace');
      expect(missing.status).toBe(404);
      expect(await answers(`/user/keys/${key.id}${page}`, 'grace')).toEqual(missing);
      const missingInTeam = await answers(`/teams/platform/keys/${'A'.repeat(16)}${page}`, 'ada');
      expect(await answers(`/teams/platform/keys/${key.id}${page}`, 'ada')).toEqual(missingInTeam);
      expect(missingInTeam.status).toBe(404);
      const hidden = await answers(`/teams/platform/keys/${'A'.repeat(16)}${page}`, 'grace');
      expect(await answers(`/teams/platform/keys/${ofTeam.key.id}${page}`, 'grace')).toEqual(hidden);
      expect(hidden.status).toBe(404);
    }
  });
});

describe('the rotation of a key', () => {
  async function rotated(given: { readonly graceMs?: number; readonly ageMs?: number } = {}) {
    const { graceMs = 24 * hourMs, ageMs = hourMs } = given;
    const subject = pages();
    const { key: old, token: oldToken } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
    wait(hourMs);
    const { key, token } = await subject.keys.rotate(old.id, { actor: ada, graceMs });
    wait(ageMs);
    const both = async () => [
      (await read(subject, `/user/keys/${old.id}`)).seen,
      (await read(subject, `/user/keys/${key.id}`)).seen,
    ];
    return { subject, old, key, oldToken, token, both };
  }

  it('marks the old key in its heading, because both have the same name', async () => {
    const subject = pages();
    const { key: old } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
    const { key } = await subject.keys.rotate(old.id, { actor: ada, graceMs: hourMs });
    const heading = async (id: string) =>
      /<h1>.*?<\/h1>/.exec((await visit(subject, `/user/keys/${id}`)).text)?.[0].replaceAll(/<[^>]*>/g, '');
    expect([await heading(old.id), await heading(key.id)]).toEqual(['CI (old)', 'CI']);
  });

  it('is on the pages of both keys, with links to each other', async () => {
    const { subject, old, key } = await rotated();
    const page = await read(subject, `/user/keys/${old.id}`);
    expect(page.seen).toContain(`user.${key.id.slice(0, 8)}… replaced this key 1 hour ago`);
    expect(page.text).toContain(`keys/${key.id}"><code>`);
    const next = await read(subject, `/user/keys/${key.id}`);
    expect(next.seen).toContain(`This key replaced user.${old.id.slice(0, 8)}… 1 hour ago`);
    expect(next.text).toContain(`keys/${old.id}"><code>`);
  });

  it('says that the old key is still used, and when it ends', async () => {
    const { subject, both, oldToken } = await rotated();
    await subject.keys.verify(oldToken);
    wait(3 * minuteMs);
    for (const seen of await both()) {
      expect(seen).toMatch(
        /The old key was used 3 minutes ago \([^)]+\), so something still depends on it\./,
      );
      expect(seen).toMatch(/It stops working in 23 hours/);
      expect(seen).toContain('The new key has not been used yet.');
      expect(seen).not.toContain('Delete old key');
    }
  });

  it('says that the old key can be deleted once only the new one is used, with a link', async () => {
    const { subject, both, token, old } = await rotated();
    for (const seen of await both()) expect(seen).toContain('but neither has the new one');
    await subject.keys.verify(token);
    for (const seen of await both())
      expect(seen).toContain('The old key has not been used since the rotation: you can delete it now.');
    const { text } = await visit(subject, `/user/keys/${old.id}`);
    expect(text).toMatch(new RegExp(`href="[^"]*keys/${old.id}/delete" data-dialog>Delete old key`));
  });

  it('waits until uses in other processes are known', async () => {
    const { subject, both, token } = await rotated({ ageMs: minuteMs });
    await subject.keys.verify(token);
    for (const seen of await both()) {
      expect(seen).toContain('The key was rotated only just now.');
      expect(seen).not.toContain('Delete old key');
    }
  });

  it('says how the old key ended', async () => {
    const immediate = await rotated({ graceMs: 0 });
    for (const seen of await immediate.both())
      expect(seen).toContain('The old key stopped working with the rotation.');
    const [old] = await immediate.both();
    expect(old).toMatch(/Stopped working 1 hour ago \([^)]+\) It stopped working with the rotation/);
    expect(old).not.toContain('ada deleted it');

    const over = await rotated({ ageMs: 26 * hourMs });
    for (const seen of await over.both()) expect(seen).toMatch(/The old key stopped working 2 hours ago/);

    const { subject, old: deleted, both } = await rotated();
    await subject.keys.revoke(deleted.id, { actor: ada });
    wait(2 * minuteMs);
    for (const seen of await both()) expect(seen).toMatch(/The old key was deleted 2 minutes ago/);
  });

  it('says what became of the new key', async () => {
    const { subject, key, both } = await rotated();
    await subject.keys.disable(key.id, { actor: ada, reason: 'test' });
    for (const seen of await both()) expect(seen).toContain('The new key is disabled.');
    await subject.keys.revoke(key.id, { actor: ada });
    for (const seen of await both()) expect(seen).toContain('The new key has been deleted.');
  });
});
