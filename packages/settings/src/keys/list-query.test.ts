import { expect, it } from 'vitest';
import { listUrl, readListQuery } from './list-query.js';

const read = (url: string) => {
  const { searchParams } = new URL(url, 'http://localhost/');
  return readListQuery((name) => searchParams.get(name) ?? undefined);
};

it.each([
  ['keys', { filter: 'live', text: '', cursor: null, isRefused: false }],
  [
    'keys?state=expiring&q=+CI+&cursor=1.a',
    { filter: 'expiring', text: 'CI', cursor: '1.a', isRefused: false },
  ],
  ['keys?state=accepted', { filter: 'live', text: '', cursor: null, isRefused: false }],
  ['keys?state=__proto__', { filter: 'live', text: '', cursor: null, isRefused: false }],
  [`keys?q=${'x'.repeat(10_000)}`, { filter: 'live', text: 'x'.repeat(200), cursor: null, isRefused: false }],
  ['keys?q=Cafe%CC%81', { filter: 'live', text: 'Café', cursor: null, isRefused: false }],
])('%.40s is read as %j', (url, query) => {
  expect(read(url)).toEqual(query);
});

it.each([
  {},
  { filter: 'all', text: '"><b>&amp;=%00 +ü', cursor: '123.abc' },
  { filter: 'disabled', text: 'CI', isRefused: true },
] as const)('the URL of %j is read as the same again', (query) => {
  expect(read(listUrl('keys', query))).toEqual({
    filter: 'live',
    text: '',
    cursor: null,
    isRefused: false,
    ...query,
  });
});
