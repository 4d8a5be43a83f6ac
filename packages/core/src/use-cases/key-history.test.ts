import { describe, expect, it, vi } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import type { AuditAction } from '../model/audit-entry.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import { buildAuditEntry, memoryKeyRepository } from '../testing/index.js';
import type { HistoryRequest } from './read-keys.js';

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('history', () => {
  it('returns what was done to a key, by whom and why, newest first', async () => {
    const { keys, issue, clock } = service();
    const { key } = await issue();
    clock.advance(1_000);
    await keys.revoke(key.id, { actor: { kind: 'system', id: 'audit' }, reason: 'found in a repository' });
    const { entries, nextCursor } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries).toMatchObject([
      {
        action: 'revoked',
        actor: { kind: 'system', id: 'audit' },
        reason: 'found in a repository',
        at: clock.now(),
      },
      { action: 'issued', actor: ada, reason: null, keyId: key.id, owner: ada },
    ]);
    expect(nextCursor).toBeNull();
  });

  it("covers all of an owner's keys, and no one else's", async () => {
    const { keys, issue } = service();
    const issued = [await issue(), await issue()];
    await issue({ owner: grace, actor: grace });
    const { entries } = await keys.history({ owner: ada, actor: ada });
    expect(entries.map(({ keyId }) => keyId).sort()).toEqual(issued.map(({ key }) => key.id).sort());
  });

  it('returns pages in the order in which things were done, even within a millisecond', async () => {
    const { keys, issue } = service();
    const done: string[] = [];
    for (let count = 0; count < 5; count += 1) done.unshift((await issue()).key.id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await keys.history({ owner: ada, actor: ada, limit: 2, cursor });
      seen.push(...page.entries.map(({ keyId }) => keyId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(done);
  });

  it('shows an action that this release does not know as unknown', async () => {
    const repository = memoryKeyRepository();
    const { keys, issue, clock } = service({ repository });
    const { key } = await issue();
    clock.advance(1_000);
    const painted = buildAuditEntry(key, { action: 'painted' as AuditAction, at: clock.now() });
    await repository.revoke({ keyId: key.id, at: painted.at, reason: null }, painted);
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['unknown', 'issued']);
  });

  it('shows a key that acted by its ID, without its permissions', async () => {
    const { keys, issue } = service();
    const { key: acting } = await issue();
    const actor = { kind: 'key', id: acting.id, owner: ada, permissions: ['agents:read'] } as const;
    const { key } = await issue({ actor });
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries[0]?.actor).toEqual({ kind: 'key', id: acting.id });
  });
});

it('history of an owner asks the policy once, about the owner', async () => {
  const decide = vi.fn<KeyPolicy['decide']>(() => ({ ok: true }));
  const { keys } = service({ policy: { decide } });
  await keys.history({ owner: ada, actor: grace });
  expect(decide.mock.calls).toEqual([[{ actor: grace, action: 'history', owner: ada }]]);
});

describe('history refuses', () => {
  it('a request that names neither key nor owner', async () => {
    const { keys } = service();
    const request = { actor: ada } as unknown as HistoryRequest<'user' | 'team'>;
    await expect(keys.history(request)).rejects.toEqual(code('ERR_INVALID_ARGUMENT'));
  });

  it('a cursor that it did not return', async () => {
    const { keys } = service();
    const refused = keys.history({ owner: ada, actor: ada, cursor: 'nonsense' });
    await expect(refused).rejects.toEqual(code('ERR_INVALID_CURSOR'));
  });

  it("M04 an actor that asks for someone else's: for an owner as forbidden, for a key as not found", async () => {
    const { keys, issue } = service({ policy: selfService() });
    const { key } = await issue();
    await expect(keys.history({ owner: ada, actor: grace })).rejects.toEqual(code('ERR_FORBIDDEN'));
    await expect(keys.history({ keyId: key.id, actor: grace })).rejects.toEqual(code('ERR_KEY_NOT_FOUND'));
    await expect(keys.history({ keyId: key.id, owner: grace, actor: ada })).rejects.toEqual(
      code('ERR_KEY_NOT_FOUND'),
    );
  });

  it('an actor that may see a key but not its history', async () => {
    const policy: KeyPolicy = {
      decide: ({ action }) => (action === 'history' ? { ok: false, message: 'auditors only' } : { ok: true }),
    };
    const { keys, issue } = service({ policy });
    const { key } = await issue();
    await expect(keys.history({ keyId: key.id, actor: ada })).rejects.toMatchObject({
      message: 'auditors only',
    });
  });
});
