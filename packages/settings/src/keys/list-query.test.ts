import { expect, it } from 'vitest';
import { pages } from '../../test-support/pages.js';
import { holdsToken, listUrl, readListQuery } from './list-query.js';

const read = (url: string) => {
  const { searchParams } = new URL(url, 'http://localhost/');
  return readListQuery((name) => searchParams.get(name) ?? undefined);
};

it.each([
  ['keys', { filter: 'live', text: '', cursor: null }],
  ['keys?state=expiring&q=+CI+&cursor=1.a', { filter: 'expiring', text: 'CI', cursor: '1.a' }],
  ['keys?state=accepted', { filter: 'live', text: '', cursor: null }],
  ['keys?state=__proto__', { filter: 'live', text: '', cursor: null }],
  [`keys?q=${'x'.repeat(10_000)}`, { filter: 'live', text: 'x'.repeat(200), cursor: null }],
  ['keys?q=Cafe%CC%81', { filter: 'live', text: 'Café', cursor: null }],
])('%.40s is read as %j', (url, query) => {
  expect(read(url)).toEqual(query);
});

it.each([
  {},
  { filter: 'all', text: '"><b>&amp;=%00 +ü', cursor: '123.abc' },
  { filter: 'disabled', text: 'CI' },
] as const)('the URL of %j is read as the same again', (query) => {
  expect(read(listUrl('keys', query))).toEqual({ filter: 'live', text: '', cursor: null, ...query });
});

it('P09 a search holds a token if it has one, or the secret of one, but not if it has the beginning of a key', async () => {
  const { keys } = pages();
  const ada = { kind: 'user', id: 'ada' } as const;
  const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'CI' });
  const holds = (text: string) => holdsToken(text, keys.tokenPrefixes);
  for (const text of [
    token,
    ` ${token} `,
    `Bearer ${token}`,
    token.slice(5),
    token.slice(21),
    'hT5kQ9zR2mVb8XwLc4NdJ7pF3sYg',
  ])
    expect(holds(text)).toBe(true);
  for (const text of ['', 'CI Pipeline', key.id, `user.${key.id}`, token.slice(0, 25)])
    expect(holds(text)).toBe(false);
});
