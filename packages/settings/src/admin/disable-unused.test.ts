import { describe, expect, it } from 'vitest';
import { dayMs, root, withAdmins } from '../../test-support/admins.js';
import { visit } from '../../test-support/pages.js';

const path = '/admin/disable-unused';
const asRoot = { as: 'root' };

type Subject = ReturnType<typeof withAdmins>;

/** Keys of ada that were last used long ago, and one that is new. */
async function withUnusedKeys(count = 2): Promise<Subject> {
  const subject = withAdmins();
  for (let index = 0; index < count; index += 1) await subject.issue('user ada', 200 - index);
  await subject.issue('user bob');
  return subject;
}

const disabledOf = async ({ keys }: Subject) =>
  (await keys.listAll({ actor: root, state: 'disabled' })).keys.map(({ name }) => name);

/** The fields of the form that confirms. */
function fieldsIn(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]+)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
}

/** Chooses 90 days, and returns the page that asks for confirmation. */
async function preview(subject: Subject, days = '90') {
  return visit(subject, path, { ...asRoot, form: [['days', days]] });
}

describe('disabling unused keys', () => {
  it('shows first how many and which, changes nothing until it is confirmed, and says what was done', async () => {
    const subject = await withUnusedKeys();
    expect((await visit(subject, path, asRoot)).text).toContain('Nothing changes yet.');

    const asked = await preview(subject);
    expect(asked.status).toBe(200);
    for (const said of ['Disable 2 keys?', 'will fail with 401', 'user ada'])
      expect(asked.text).toContain(said);
    expect(asked.text).not.toContain('user bob');
    expect(fieldsIn(asked.text).map(([name]) => name)).toEqual(['person', 'days', 'since', 'from']);
    expect(await disabledOf(subject)).toEqual([]);

    const done = await visit(subject, path, { ...asRoot, form: fieldsIn(asked.text) });
    expect(done.status).toBe(303);
    expect(await disabledOf(subject)).toEqual(['user ada', 'user ada']);
    const result = await visit(
      subject,
      path + new URL(done.headers.get('Location') ?? '', 'http://h').search,
      asRoot,
    );
    expect(result.text).toMatch(/role="status"[^>]*>2 keys that no one had used since .* are now disabled\./);
    expect(result.text).toContain('choose Enable');
  });

  it('leaves a key alone that is used before it is confirmed', async () => {
    const subject = withAdmins();
    const { token } = await subject.issue('user ada', 100);
    const { text } = await preview(subject);
    expect(text).toContain('Disable 1 key?');
    expect((await subject.keys.verify(token)).ok).toBe(true);
    const done = await visit(subject, path, { ...asRoot, form: fieldsIn(text) });
    expect(await disabledOf(subject)).toEqual([]);
    const result = await visit(
      subject,
      path + new URL(done.headers.get('Location') ?? '', 'http://h').search,
      asRoot,
    );
    expect(result.text).toContain('No key was disabled');
  });

  it('gives the same result if it is confirmed twice', async () => {
    const subject = await withUnusedKeys();
    const form = fieldsIn((await preview(subject)).text);
    const answers = [
      await visit(subject, path, { ...asRoot, form }),
      await visit(subject, path, { ...asRoot, form }),
    ];
    const [first, second] = answers.map(({ headers }) => headers.get('Location'));
    expect(second).toBe(first);
    const result = await visit(subject, path + new URL(second ?? '', 'http://h').search, asRoot);
    expect(result.text).toContain('2 keys that no one had used');
  });

  it('shows the first keys, however many there are', async () => {
    const { text } = await preview(await withUnusedKeys(12));
    expect(text).toContain('Disable 12 keys?');
    expect(text).toContain('The first 10 of 12');
    expect(text.match(/<tr role="row" data-state/g)).toHaveLength(10);
  });

  it('says so if there is nothing to disable', async () => {
    const { text } = await preview(await withUnusedKeys(0));
    expect(text).toContain('so there is nothing to disable.');
    expect(fieldsIn(text)).toEqual([]);
  });

  it.each(['89', '0', '-90', '90.5', 'soon', '', '4000'])('refuses %j days', async (days) => {
    const subject = await withUnusedKeys();
    const { status, text } = await preview(subject, days);
    expect([status, text.includes('Choose 90 days or more.')]).toEqual([422, true]);
  });

  it('refuses a confirmation that would disable keys that were used in the last 90 days', async () => {
    const subject = await withUnusedKeys();
    const recent = new Date(Date.now() - 2 * dayMs).toISOString();
    const form = [
      ['days', '90'],
      ['since', recent],
      ['from', recent],
    ] as const;
    expect((await visit(subject, path, { ...asRoot, form })).status).toBe(422);
    expect(await disabledOf(subject)).toEqual([]);
  });

  it('never claims what did not happen, whatever the address says', async () => {
    const subject = await withUnusedKeys();
    const [{ id = '' } = {}] = (
      await subject.keys.listAll({ actor: root, unusedSince: new Date(Date.now() - dayMs) })
    ).keys;
    await subject.keys.disable(id, { actor: { kind: 'user', id: 'ada' }, reason: 'lost' });
    const query = `?since=${new Date(Date.now() - 90 * dayMs).toISOString()}&from=2020-01-01T00:00:00.000Z`;
    expect((await visit(subject, path + query, asRoot)).text).toContain('No key was disabled');
    expect((await visit(subject, `${path}?since=now&from=then`, asRoot)).text).toContain(
      'Nothing changes yet.',
    );
  });

  it('M05 is refused if another site asks for it, or no one is signed in', async () => {
    const subject = await withUnusedKeys();
    const form = fieldsIn((await preview(subject)).text);
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await visit(subject, path, { ...asRoot, form, headers })).status).toBe(403);
    expect((await visit(subject, path, { as: null, form })).status).toBe(401);
    expect(await disabledOf(subject)).toEqual([]);
  });

  it('M04 is refused with the words of the policy if the admin may only see the keys', async () => {
    const subject = withAdmins(
      {},
      {
        policy: {
          decide: ({ action }) =>
            action === 'list_all' ? { ok: true } : { ok: false, message: 'ask the security team' },
        },
      },
    );
    const { status, text } = await preview(subject);
    expect([status, text.includes('ask the security team')]).toEqual([403, true]);
  });
});
