import { expect, it } from 'vitest';
import { pages } from '../../test-support/pages.js';
import { possibleActions } from './key-actions.js';

const actor = { kind: 'user', id: 'ada' } as const;

async function keyAfter(step: (keys: ReturnType<typeof pages>['keys'], id: string) => unknown) {
  const { keys } = pages();
  const expiresAt = new Date(Date.now() + 3_600_000);
  const { key } = await keys.issue({ owner: actor, actor, name: 'CI', expiresAt });
  await step(keys, key.id);
  return keys.get(key.id, { actor });
}

it.each([
  ['live', () => undefined, ['rename', 'rotate', 'disable', 'delete']],
  ['rotated', (keys, id) => keys.rotate(id, { actor, graceMs: 60_000 }), ['rename', 'disable', 'delete']],
  ['disabled', (keys, id) => keys.disable(id, { actor, reason: 'test' }), ['rename', 'enable', 'delete']],
  ['deleted', (keys, id) => keys.revoke(id, { actor }), []],
] satisfies [string, Parameters<typeof keyAfter>[0], string[]][])(
  'what can be done with a key that is %s',
  async (_state, step, actions) => {
    expect(possibleActions(await keyAfter(step), new Date())).toEqual(actions);
  },
);

it('a key that has expired can still be renamed and deleted', async () => {
  const key = await keyAfter(() => undefined);
  expect(possibleActions(key, new Date(Date.now() + 7_200_000))).toEqual(['rename', 'delete']);
});
