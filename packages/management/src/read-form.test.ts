import { expect, it } from 'vitest';
import { readForm } from './read-body.js';

const formType = 'application/x-www-form-urlencoded';

function form(body: string | Buffer, type = formType): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers: { 'Content-Type': type } });
}

it('reads the fields of a form, including repeated ones', async () => {
  const read = await readForm(
    form('name=caf%C3%A9+%F0%9F%98%80+%EF%BF%BD&scopes=a%26b&scopes=c%3Dd&empty='),
    100,
  );
  const fields = read.ok ? [...read.fields] : [];
  expect(fields).toEqual([
    ['name', 'café 😀 \uFFFD'],
    ['scopes', 'a&b'],
    ['scopes', 'c=d'],
    ['empty', ''],
  ]);
});

it.each([
  ['with a byte that is not valid in UTF-8', 'name=caf%FF'],
  ['in Latin-1', 'name=caf%E9'],
  ['with half of a character', 'name=%E2%82'],
  ['with a character that is split between two fields', 'name=%E2%82&%AC=1'],
  ['with half of a surrogate pair', 'name=%ED%A0%BD'],
  ['with such a byte in the name of a field', 'caf%FF=1'],
  ['with a percent sign that does not begin an escape', 'name=100%'],
  ['that is not UTF-8 itself', Buffer.from('name=caf\xe9', 'latin1')],
])('F18 a form %s is refused, and not changed', async (_what, body) => {
  expect(await readForm(form(body), 100)).toMatchObject({ ok: false, status: 400 });
});

it('a form of another type, in another charset or too long is refused', async () => {
  const statusOf = async (request: Request) => ({ status: 200, ...(await readForm(request, 10)) }).status;
  expect(await statusOf(form('name=a', 'text/plain'))).toBe(415);
  expect(await statusOf(form('name=a', `${formType}; charset=latin1`))).toBe(415);
  expect(await statusOf(form('name=abcdef'))).toBe(413);
});
