import { describe, expect, it } from 'vitest';
import { ada, withAdmins } from '../../test-support/admins.js';
import { visit } from '../../test-support/pages.js';

const asRoot = { as: 'root' };
const csv = '/admin/keys/export?format=csv';

/** A service with more keys than an export reads at a time. */
async function withManyKeys(...given: Parameters<typeof withAdmins>) {
  const subject = withAdmins(...given);
  for (let index = 0; index < 101; index += 1) await subject.issue('user ada', 200 - index);
  return subject;
}

/** Requests an export as the admin. */
function request({ handler }: ReturnType<typeof withAdmins>, path = csv): Promise<Response> {
  return handler(new Request(`http://localhost${path}`, { headers: { 'X-Person': 'root' } }));
}

describe('an export', () => {
  it('is a file with all keys that match, linked from the list with its filter', async () => {
    const subject = await withManyKeys();
    await subject.issue('team platform by ada');
    const { text } = await visit(subject, '/admin/keys?kind=user', asRoot);
    const [, href = ''] = /href="\.\.([^"]+)" download>CSV</.exec(text) ?? [];
    const { status, headers, text: file } = await visit(subject, href.replaceAll('&amp;', '&'), asRoot);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="api-keys.csv"',
      'cache-control': 'no-store',
    });
    const lines = file.trimEnd().split('\r\n');
    expect([lines.length, lines[0]?.slice(0, 15)]).toEqual([102, 'id,display,name']);
    expect(file).not.toContain('platform');
  });

  it('is JSON Lines, too', async () => {
    const subject = withAdmins();
    await subject.issue('user ada');
    const { headers, text } = await visit(subject, '/admin/keys/export?format=jsonl&createdBy=ada', asRoot);
    expect(headers.get('Content-Disposition')).toBe('attachment; filename="api-keys.jsonl"');
    expect(JSON.parse(text)).toMatchObject({ name: 'user ada', owner: { kind: 'user', id: 'ada' } });
  });

  it('of what would break if a person left has these keys', async () => {
    const subject = withAdmins();
    for (const name of ['user ada', 'team platform by ada', 'user bob']) await subject.issue(name);
    const { text } = await visit(subject, '/admin/people/ada/export?format=jsonl', asRoot);
    const names = text.trimEnd().split('\n');
    expect(names.map((line) => JSON.parse(line).name)).toEqual(['user ada', 'team platform by ada']);
  });

  it('M06 never starts a cell with a formula', async () => {
    const subject = withAdmins();
    await subject.keys.issue({ owner: ada, actor: ada, name: '=HYPERLINK("https://evil.example")' });
    expect((await visit(subject, csv, asRoot)).text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  });

  it('does not exist in other formats, and is refused with a filter that cannot be understood', async () => {
    const subject = withAdmins();
    expect((await visit(subject, '/admin/keys/export?format=xlsx', asRoot)).status).toBe(422);
    expect((await visit(subject, '/admin/keys/export', asRoot)).status).toBe(422);
    expect((await visit(subject, `${csv}&state=asleep`, asRoot)).status).toBe(422);
    expect((await visit(subject, '/admin/people/ada/export?format=xlsx', asRoot)).status).toBe(404);
  });

  it('M04 ends early, and does not look complete, for someone who is no longer an admin', async () => {
    let asked = 0;
    const subject = await withManyKeys({ isAdmin: () => ++asked < 2 });
    const response = await request(subject);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('ended early');
    expect(asked).toBe(2);
    expect(subject.events).not.toContainEqual(expect.objectContaining({ type: 'fault' }));
  });

  it('M04 ends early for someone whom the policy refuses from now on', async () => {
    let asked = 0;
    const policy = {
      decide: () => (++asked < 3 ? ({ ok: true } as const) : ({ ok: false, message: 'no longer' } as const)),
    };
    await expect((await request(await withManyKeys({}, { policy }))).text()).rejects.toThrow('ended early');
  });

  it('F01 fails, with a fault, if a function of the host fails in the meantime', async () => {
    let asked = 0;
    const isAdmin = () => {
      asked += 1;
      if (asked > 1) throw new Error('the directory is down');
      return true;
    };
    const subject = await withManyKeys({ isAdmin });
    await expect((await request(subject)).text()).rejects.toThrow('ended early');
    expect(subject.events).toContainEqual(expect.objectContaining({ type: 'fault', code: 'ERR_UNEXPECTED' }));
  });
});
