import { type AuditAction, createApiKeys, eachOwner, type KeyPolicy } from '@postern/core';
import { buildAuditEntry, insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { visit } from '../../test-support/pages.js';
import { readable } from '../../test-support/readable.js';
import { de, type SettingsOptions, settingsPages } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const grace = { kind: 'user', id: 'grace' } as const;
const hourMs = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-29T22:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const wait = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** Creates the pages over keys that anyone may manage, unless a policy says otherwise. */
function service({ policy, ...options }: Partial<SettingsOptions> & { readonly policy?: KeyPolicy } = {}) {
  const repository = memoryKeyRepository();
  const keys = createApiKeys({
    repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: policy ?? { decide: () => ({ ok: true }) },
    caps: { user: 100 },
  });
  const handler = settingsPages(keys, {
    authenticate: () => ada,
    ownersOf: () => [ada],
    nameOf: ({ id }) => ({ ada: 'Ada', grace: 'Grace' })[id] ?? id,
    ...options,
  });
  /** The sentences of a page of the history, and the way to the next one. */
  const historyOf = async (keyId: string, query = '') => {
    const { status, text } = await visit({ handler }, `/user/keys/${keyId}${query}`);
    const items = text.matchAll(/<li><p>([\s\S]*?)<\/p><time/g);
    const [, cursor] = /\?cursor=([^"#]+)/.exec(text) ?? [];
    return {
      status,
      seen: readable(text),
      entries: [...items].map(([, sentence = '']) => readable(sentence.replace('<br>', ' '))),
      older: cursor === undefined ? undefined : `?cursor=${cursor}`,
    };
  };
  return { repository, keys, handler, historyOf };
}

async function issued({ keys }: Pick<ReturnType<typeof service>, 'keys'>, name = 'CI') {
  const { key, token } = await keys.issue({ owner: ada, actor: ada, name });
  wait(hourMs);
  return { key, token };
}

describe('the history of a key', () => {
  it('is in sentences, newest first, with the reasons that people gave', async () => {
    const subject = service();
    const { key } = await issued(subject);
    await subject.keys.rename(key.id, { actor: ada, name: 'Nightly build' });
    await subject.keys.disable(key.id, { actor: grace, reason: 'seen in <a public log>' });
    await subject.keys.enable(key.id, { actor: ada });
    await subject.keys.rotate(key.id, { actor: grace, graceMs: hourMs });
    await subject.keys.revoke(key.id, { actor: ada, reason: 'no longer used' });
    const { entries, seen, older } = await subject.historyOf(key.id);
    expect(entries).toEqual([
      'Ada deleted it “no longer used”',
      'Grace rotated it',
      'Ada enabled it',
      'Grace disabled it “seen in <a public log>”',
      'Ada renamed it',
      'Ada created it',
    ]);
    expect(seen).toMatch(/Ada created it 1 hour ago \(Nov 29, 2026, 10:00 PM UTC\)/);
    expect(older).toBeUndefined();
  });

  it('says which key or which part of the service did something', async () => {
    const subject = service();
    const { key: agent } = await issued(subject, 'agent');
    const actor = { kind: 'key', id: agent.id, owner: ada, permissions: [] } as const;
    const offer = await subject.keys.offer({ owner: ada, actor, name: 'CI' });
    await subject.keys.claim(offer.id, { actor: ada });
    await subject.keys.disable(offer.id, { actor: { kind: 'system', id: 'night-job' }, reason: 'test' });
    const start = `${agent.id.slice(0, 8)}…`;
    const sentences = [
      'System (night-job) disabled it “test”',
      'Ada created it',
      `API key ${start} offered it`,
    ];
    expect((await subject.historyOf(offer.id)).entries).toEqual(sentences);

    const named = service({ nameOf: ({ kind, id }) => (kind === 'key' ? 'The admin agent' : id) });
    const { key } = await issued(named);
    const again = await named.keys.offer({ owner: ada, actor: { ...actor, id: key.id }, name: 'CI' });
    await named.keys.claim(again.id, { actor: ada });
    expect((await named.historyOf(again.id)).entries).toEqual([
      'ada created it',
      'The admin agent offered it',
    ]);
  });

  it('says who reported a leak, and that this is why the key was deleted or disabled', async () => {
    const subject = service();
    const { key, token } = await issued(subject);
    await subject.keys.reportLeak(token, { source: 'GitHub' });
    const { entries, seen } = await subject.historyOf(key.id);
    expect(entries).toEqual([
      'Deleted automatically because GitHub reported it as leaked',
      'Reported as leaked by GitHub',
      'Ada created it',
    ]);
    expect(seen).toMatch(
      /Deleted just now \([^)]+\) Deleted automatically because GitHub reported it as leaked/,
    );
  });

  it('M09 does not call anything a report of a leak that is not one', async () => {
    const subject = service();
    const { key } = await issued(subject);
    await subject.keys.disable(key.id, { actor: grace, reason: 'leak reported by GitHub' });
    expect((await subject.historyOf(key.id)).entries[0]).toBe('Grace disabled it “leak reported by GitHub”');
  });

  it('says what Postern did by itself, and no reason if none was given', async () => {
    const subject = service();
    const idempotent = { owner: ada, actor: ada, name: 'CI', idempotencyKey: 'one' } as const;
    const { key: first } = await subject.keys.issue(idempotent);
    await subject.keys.issue(idempotent);
    expect((await subject.historyOf(first.id)).entries[0]).toBe('A retry of the same request replaced it');

    const { key: oldest } = await issued(subject);
    const { key: middle } = await subject.keys.rotate(oldest.id, { actor: ada, graceMs: 10 * hourMs });
    wait(hourMs);
    await subject.keys.rotate(middle.id, { actor: ada });
    expect((await subject.historyOf(oldest.id)).entries[0]).toBe(
      'It stopped working because the key that replaced it was rotated as well',
    );
    expect((await subject.historyOf(middle.id)).entries).toEqual([
      'It stopped working with the rotation',
      'Ada rotated it',
      `Ada created it by rotating user.${oldest.id.slice(0, 8)}…`,
    ]);

    const { key: idle } = await issued(subject);
    wait(48 * hourMs);
    await subject.keys.disableUnused({ actor: grace, unusedSince: new Date('2026-11-30T12:00:00Z') });
    expect((await subject.historyOf(idle.id)).entries[0]).toBe(
      'Grace disabled it Not used since Nov 30, 2026',
    );

    const { key: plain } = await issued(subject);
    await visit(subject, `/user/keys/${plain.id}/disable`, { form: [] });
    expect((await subject.historyOf(plain.id)).entries[0]).toBe('Ada disabled it');
  });

  it('says so if a later release did something that this one has no name for', async () => {
    const subject = service();
    const { key } = await issued(subject);
    const entry = buildAuditEntry(key, { action: 'painted' as AuditAction, actor: grace, at: new Date() });
    await subject.repository.rename({ keyId: key.id, name: 'Painted' }, entry);
    expect((await subject.historyOf(key.id)).entries).toEqual([
      'Grace made a change that this version can’t describe',
      'Ada created it',
    ]);
  });

  it('is shown page by page, and every page says who deleted the key', async () => {
    const subject = service();
    const { key } = await issued(subject);
    for (let count = 0; count < 30; count += 1) {
      wait(1_000);
      await subject.keys.rename(key.id, { actor: ada, name: `CI ${count}` });
    }
    await subject.keys.revoke(key.id, { actor: grace, reason: 'left' });
    const first = await subject.historyOf(key.id);
    expect(first.entries).toHaveLength(25);
    const second = await subject.historyOf(key.id, first.older);
    expect(second.entries).toHaveLength(7);
    expect(second.entries.at(-1)).toBe('Ada created it');
    expect(second.older).toBeUndefined();
    for (const { seen } of [first, second])
      expect(seen).toMatch(/Deleted just now \([^)]+\) by Grace “left”/);
    expect([first.seen.includes('Newest entries'), second.seen.includes('Newest entries')]).toEqual([
      false,
      true,
    ]);
    expect((await subject.historyOf(key.id, '?cursor=nonsense')).status).toBe(422);
  });

  it('is left out, but not the rest of the page, if the person may not see it or other keys', async () => {
    const hidden: string[] = ['history', 'list'];
    const policy: KeyPolicy = {
      decide: ({ action }) => (hidden.includes(action) ? { ok: false, message: 'no' } : { ok: true }),
    };
    const subject = service({ policy });
    const { key } = await issued(subject);
    await subject.keys.revoke(key.id, { actor: grace, reason: 'left' });
    const { status, seen, entries } = await subject.historyOf(key.id);
    expect([status, entries]).toEqual([200, []]);
    expect(seen).toContain('You may not see the history of this key.');
    expect(seen).toMatch(/Deleted just now \([^)]+\) “left”/);
  });

  it('is in the language of the page, also where Postern wrote the reason', async () => {
    const subject = service({ texts: de });
    const { key, token } = await issued(subject);
    await subject.keys.disable(key.id, { actor: grace, reason: 'im Log gesehen' });
    await subject.keys.reportLeak(token, { source: 'GitHub' });
    const { entries, seen } = await subject.historyOf(key.id);
    expect(entries).toEqual([
      'Automatisch gelöscht, weil GitHub ihn als kompromittiert gemeldet hat',
      'Von GitHub als kompromittiert gemeldet',
      'Grace hat ihn gesperrt „im Log gesehen“',
      'Ada hat ihn erstellt',
    ]);
    expect(seen).not.toContain('leak');
  });
});
