import { createApiKeys, eachOwner, scannerRules } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-pattern';
import { beforeAll, expect, it } from 'vitest';

const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
  prefixes: { user: 'acme_user' },
  retiredPrefixes: { user: [{ prefix: 'user', until: new Date('2026-01-01T00:00:00Z') }] },
});
const { secretlint } = scannerRules({ name: 'acme-api-key', prefixes: keys.tokenPrefixes });

/** What secretlint finds in a file. */
async function found(content: string): Promise<readonly string[]> {
  const [{ id, options }] = JSON.parse(secretlint).rules;
  const { messages } = await lintSource({
    source: { content, filePath: '/work/.env', ext: '.env', contentType: 'text' },
    options: { config: { rules: [{ id, rule: creator, options }] } },
  });
  return messages.map(({ range: [start, end] }) => content.slice(start, end));
}

const owners = { user: { kind: 'user', id: 'ada' }, team: { kind: 'team', id: 'platform' } } as const;
const actor = { kind: 'system', id: 'test' } as const;
let tokens: readonly string[];
beforeAll(async () => {
  const issue = async (owner: (typeof owners)['user' | 'team']) =>
    (await keys.issue({ owner, actor, name: 'CI' })).token;
  const user = await issue(owners.user);
  tokens = [user, await issue(owners.team), user.replace('acme_user', 'user')];
});

it('secretlint finds tokens with any prefix of the service, also with one that is no longer accepted', async () => {
  for (const token of tokens)
    for (const line of [
      `KEY=${token}`,
      `"${token}"`,
      `https://api.example/?key=${token}&x=1`,
      `Bearer ${token}`,
    ])
      expect(await found(`# settings\n${line}\n`)).toEqual([token]);
  expect(await found(tokens.join('\n'))).toEqual(tokens);
});

it('secretlint finds nothing that only resembles a token', async () => {
  const [user = ''] = tokens;
  for (const text of [
    `${user.slice(0, 18)}…`,
    user.slice(0, -1),
    `${user}0`,
    user.replace('acme_user', 'their_user'),
    user.replace('acme_user', 'acme_bot'),
    user.replace('.', '_'),
    user.slice('acme_user.'.length, 'acme_user.'.length + 16),
    'acme_user.name and user.membership are columns',
  ])
    expect(await found(`KEY=${text}\n`)).toEqual([]);
});
