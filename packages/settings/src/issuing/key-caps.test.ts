import { expect, it } from 'vitest';
import { pages, tokenIn, visit } from '../../test-support/pages.js';
import { de, en } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const tooMany = en.errors.ERR_TOO_MANY_KEYS(1);
const full = () => pages({}, {}, { user: 1 });

it('the form for a new key says that there can be no more, and creates none', async () => {
  const subject = full();
  await subject.keys.issue({ owner: ada, actor: ada, name: 'first' });
  const { status, text } = await visit(subject, '/user/keys', { form: [['name', 'second']] });
  expect([status, tokenIn(text)]).toEqual([409, '']);
  expect(text).toContain(tooMany);
  expect((await subject.keys.list({ owner: ada, actor: ada })).keys).toHaveLength(1);
});

it('the page of an offer says so too, and the offer can be claimed once a key is deleted', async () => {
  const subject = full();
  const { key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'first' });
  const { id } = await subject.keys.offer({ owner: ada, actor: ada, name: 'offered' });
  const refused = await visit(subject, `/offers/${id}/claim`, { form: [] });
  expect([refused.status, tokenIn(refused.text)]).toEqual([409, '']);
  expect(refused.text).toContain(tooMany);
  await subject.keys.revoke(key.id, { actor: ada });
  expect((await visit(subject, `/offers/${id}/claim`, { form: [] })).status).toBe(201);
});

it('the sentence is in the language of the page', async () => {
  const subject = pages({ texts: () => de }, {}, { user: 1 });
  await subject.keys.issue({ owner: ada, actor: ada, name: 'first' });
  const { text } = await visit(subject, '/user/keys', { form: [['name', 'second']] });
  expect(text).toContain('Die Grenze liegt bei 1');
});
