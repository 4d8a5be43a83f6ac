import { expect, it } from 'vitest';
import { withAdmins } from '../../test-support/admins.js';
import { visit } from '../../test-support/pages.js';

const asRoot = { as: 'root' };

it('the form on the page of all keys leads to what would break if a person left', async () => {
  const subject = withAdmins({ nameOf: ({ id }) => (id === 'a/da' ? 'Ada' : id) });
  for (const name of ['user a/da', 'team platform by a/da', 'user bob']) await subject.issue(name);
  expect((await visit(subject, '/admin/keys', asRoot)).text).toContain(
    '<form method="get" action="../admin/people"',
  );
  const { status, headers } = await visit(subject, '/admin/people?person=%20a/da', asRoot);
  expect([status, headers.get('Location')]).toEqual([303, '../admin/people/a%2Fda']);
  const { text } = await visit(subject, '/admin/people/a%2Fda', asRoot);
  expect(text).toContain('What would break if Ada left?');
  expect(text.match(/<h2>.*?<\/h2>|class="name"[^>]*>.*?</g)?.slice(-5)).toEqual([
    '<h2>Ada’s own keys</h2>',
    expect.stringContaining('user a/da'),
    '<h2>Created by Ada for others</h2>',
    expect.stringContaining('team platform by a/da'),
    '<h2>What to do</h2>',
  ]);
  expect(text).not.toContain('user bob');
});

it('says which ID has no keys, and that it may be mistyped if no one has it', async () => {
  const { text } = await visit(withAdmins(), '/admin/people/nobody', asRoot);
  expect(text).toContain('No keys found for the ID nobody');
  expect(text).not.toContain('What to do');
});

it('says that nothing would break without a person who has no keys', async () => {
  const { text } = await visit(withAdmins({ nameOf: () => 'Grace' }), '/admin/people/grace', asRoot);
  expect(text).toContain('Grace (ID grace) has no live or disabled keys, and created none for others.');
  expect(text).not.toContain('Check that the ID is right');
});

it('shows the keys of a person page by page', async () => {
  const subject = withAdmins();
  for (let index = 0; index < 51; index += 1) await subject.issue('user ada', 51 - index);
  const { text } = await visit(subject, '/admin/people/ada', asRoot);
  const [, href = ''] = /href="\.\.\/\.\.([^"]+)">More keys</.exec(text) ?? [];
  const second = await visit(subject, href, asRoot);
  expect(second.text.match(/<tr role="row" data-state/g)).toHaveLength(1);
});

it.each(['', ' ', 'a%00b', 'x'.repeat(256)])(
  'asks again for an ID that no person can have: %j',
  async (id) => {
    const { status, text } = await visit(withAdmins(), `/admin/people?person=${id}`, asRoot);
    expect(status).toBe(422);
    expect(text).toMatch(
      /role="alert">Choose a person, or enter their ID\.<\/p>\s*<input id="person"[^>]* aria-describedby="person-error"/,
    );
  },
);
