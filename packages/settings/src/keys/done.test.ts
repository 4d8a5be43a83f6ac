import { expect, it } from 'vitest';
import { pages, visit } from '../../test-support/pages.js';

const ada = { kind: 'user', id: 'ada' } as const;
const everything = ['issued', 'renamed', 'rotated', 'disabled', 'enabled', 'deleted'];

async function withKey() {
  const subject = pages();
  const { key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI <b>' });
  const said = async (done: string, { as = 'ada', on = '/user/keys' } = {}) => {
    const { text } = await visit(subject, `${on}?done=${done}&key=${key.id}`, { as });
    return /data-done>([^<]*)</.exec(text)?.[1];
  };
  /** The actions of which a link can say that they were done. */
  const claims = async () => {
    const sentences = await Promise.all(everything.map((done) => said(done)));
    return everything.filter((_done, index) => sentences[index] !== undefined);
  };
  return { keys: subject.keys, id: key.id, said, claims };
}

it('M09 a link can only say of a key what is true now', async () => {
  const { keys, id, claims } = await withKey();
  expect(await claims()).toEqual(['issued', 'renamed', 'enabled']);
  await keys.disable(id, { actor: ada, reason: 'test' });
  expect(await claims()).toEqual(['renamed', 'disabled']);
  await keys.enable(id, { actor: ada });
  await keys.rotate(id, { actor: ada, graceMs: 60_000 });
  expect(await claims()).toEqual(['renamed', 'rotated', 'enabled']);
  await keys.revoke(id, { actor: ada });
  expect(await claims()).toEqual(['renamed', 'rotated', 'deleted']);
});

it('the sentence is on the list and on the page of a key, with the name as text', async () => {
  const { keys, id, said } = await withKey();
  await keys.revoke(id, { actor: ada });
  for (const on of ['/user/keys', `/user/keys/${id}`])
    expect(await said('deleted', { on })).toBe('“CI &lt;b&gt;” is deleted. Requests with it fail with 401.');
});

it('M04 a link says nothing about a key that the person may not see, or of another owner', async () => {
  const { keys, id, said } = await withKey();
  await keys.revoke(id, { actor: ada });
  expect(await said('deleted', { as: 'grace' })).toBeUndefined();
  expect(await said('deleted', { on: '/teams/platform/keys' })).toBeUndefined();
});

it.each(['nonsense', '__proto__', 'constructor', ''])('nothing is said for done=%s', async (done) => {
  expect(await (await withKey()).said(done)).toBeUndefined();
});
