import { expect, it } from 'vitest';
import { ada, grace } from '../test-support/service.js';
import { eachOwner } from './each-owner.js';

it('eachOwner calls a function for each owner, in order', async () => {
  const { find } = eachOwner(({ id }) => ({ active: id === 'ada', permissions: [id] }));
  expect(await Promise.all(await find([ada, grace]))).toEqual([
    { active: true, permissions: ['ada'] },
    { active: false, permissions: ['grace'] },
  ]);
});

it('eachOwner keeps a failure for one owner from affecting others, whether thrown or rejected', async () => {
  const { find } = eachOwner((owner) => {
    if (owner.id === 'ada') throw new Error('down');
    return Promise.resolve(undefined);
  });
  const answers = await Promise.allSettled(await find([ada, grace]));
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
