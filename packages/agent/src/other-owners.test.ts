import { type Actor, keyActor, type Owner } from '@postern/core';
import { defaultOwnerPaths } from '@postern/management';
import { describe, expect, it } from 'vitest';
import { ada, agentService, deployBot, grace, platform } from '../test-support/agent-service.js';
import type { KeyToolsOptions } from './index.js';

const service = { path: '/services/{id}', title: 'Service accounts' };
const ownerPaths = { ...defaultOwnerPaths, service };

/** Everyone may name the team Platform and the service account Deploy Bot. */
function withServices(given: Partial<KeyToolsOptions> = {}) {
  const ownersOf = ({ id }: Actor): Owner[] => [{ kind: 'user', id }, platform, deployBot];
  return agentService({ ownerPaths, ownersOf, ...given });
}

const named = (name: string, kind = 'service') => ({ kind, name });

describe('an owner of another kind', () => {
  it('is named by its kind and its name or ID', async () => {
    const subject = withServices();
    for (const name of ['Deploy Bot', 'deploy bot', deployBot.id]) {
      const { offer, data } = await subject.run('create_api_key', { name: 'Production', owner: named(name) });
      expect(offer?.owner).toEqual(deployBot);
      expect(data.owner).toEqual({ ...deployBot, name: 'Deploy Bot' });
    }
    await subject.issue(deployBot, 'Production');
    const { data } = await subject.run('list_api_keys', { owner: named('Deploy Bot') });
    expect(data).toMatchObject({ owner: deployBot, keys: [{ name: 'Production' }] });
  });

  it('P09 is named without the token that its name contains', async () => {
    const { token, key } = await agentService().issue();
    const subject = withServices({ nameOf: ({ id }) => `${id} ${token}` });
    const created = await subject.run('create_api_key', { name: 'Production', owner: named(deployBot.id) });
    expect(created.data.owner).toEqual({ ...deployBot, name: `${deployBot.id} user.${key.id.slice(0, 8)}…` });
    expect(JSON.stringify(created)).not.toContain(token.slice(21));
  });

  it('has keys that are deleted, rotated and explained by their IDs', async () => {
    const subject = withServices({
      deleteUrl: ({ id, owner }) => `https://app/${owner.kind}/${owner.id}/${id}`,
    });
    const { key } = await subject.issue(deployBot, 'Production');
    const { data } = await subject.run('revoke_api_key', { key_id: key.id });
    expect(data.url).toBe(`https://app/service/service-1/${key.id}`);
    expect((await subject.run('rotate_api_key', { key_id: key.id })).offer?.owner).toEqual(deployBot);
    expect((await subject.run('explain_refusal', { key_id: key.id })).data).toMatchObject({
      display: `service.${key.id.slice(0, 8)}…`,
    });
  });

  it('is described to a model, with the title of its kind', async () => {
    const tool = withServices().tools.find(({ name }) => name === 'create_api_key');
    expect(tool?.description).toContain(
      'for the person you are talking to, or for one of their teams, or for another owner that they may name',
    );
    expect(tool?.inputSchema.properties.owner).toMatchObject({
      description: 'An owner that is neither the person nor a team: service (Service accounts).',
      properties: { kind: { enum: ['service'] } },
      additionalProperties: false,
    });
  });

  it('is refused together with a team', async () => {
    const input = { name: 'Production', team: 'Platform', owner: named('Deploy Bot') };
    expect(await withServices().run('create_api_key', input)).toMatchObject({
      isError: true,
      text: 'Nothing was done: name a team or another owner, not both.',
    });
  });

  it('is needed if the actor may name several and is no person', async () => {
    const { principal } = await verified();
    const owners = [platform, deployBot];
    const { run } = withServices({ ownersOf: () => owners });
    const result = await run('create_api_key', { name: 'Production' }, { actor: keyActor(principal) });
    expect(result.text).toContain('say which owner it is for');
  });

  it('is asked for by ID if two have the same name', async () => {
    const ownersOf = () => [deployBot, { kind: 'service', id: 'service-2' }];
    const { run } = withServices({ ownersOf, nameOf: () => 'Deploy Bot' });
    const result = await run('list_api_keys', { owner: named('Deploy Bot') });
    expect(result.text).toContain('several owners of kind service have that name; pass the ID');
  });

  it('M04 is not there for someone who may not name it, whether or not it exists', async () => {
    const subject = withServices({ ownersOf: ({ id }) => [{ kind: 'user', id }] });
    const { key } = await subject.issue(deployBot, 'Production');
    for (const name of ['Deploy Bot', deployBot.id, 'nothing'])
      expect(await subject.run('list_api_keys', { owner: named(name) })).toMatchObject({
        isError: true,
        text: 'Nothing was done: there is no such owner of kind service, or you may not manage its keys.',
      });
    expect((await subject.run('explain_refusal', { key_id: key.id })).text).toBe(
      (await subject.run('explain_refusal', { key_id: 'AAAAAAAAAAAAAAAA' })).text,
    );
  });

  it('M04 is managed only by people whom the policy allows it', async () => {
    const input = { name: 'Production', owner: named('Deploy Bot') };
    expect((await withServices().run('create_api_key', input, { actor: grace })).text).toContain(
      'only admins of the service can manage its keys',
    );
  });
});

describe('M08 a model', () => {
  it.each<[string, unknown]>([
    ['another person', { kind: 'user', name: 'grace' }],
    ['itself as a person', { kind: 'user', name: 'ada' }],
    ['a team as another kind', { kind: 'team', name: 'Platform' }],
    ['a kind that is not configured', { kind: 'bot', name: 'Deploy Bot' }],
    ['an owner with an actor', { ...named('Deploy Bot'), actor: ada }],
    ['an owner without a kind', 'Deploy Bot'],
  ])('cannot name %s', async (_what, owner) => {
    const subject = withServices({
      ownersOf: () => [ada, grace, platform, deployBot, { kind: 'bot', id: 'x' }],
    });
    for (const [tool, input] of [
      ['create_api_key', { name: 'Production' }],
      ['list_api_keys', {}],
    ] as const) {
      expect(await subject.run(tool, { ...input, owner: named('Deploy Bot') })).toMatchObject({
        isError: false,
      });
      const { isError, text } = await subject.run(tool, { ...input, owner });
      expect(isError).toBe(true);
      expect(text).toMatch(/^Nothing was done\. owner: /);
    }
  });

  it('learns which fields an owner has', async () => {
    const { text } = await withServices().run('list_api_keys', {
      owner: { ...named('Deploy Bot'), actor: ada },
      actor: ada,
    });
    expect(text).toContain('owner: unknown: actor; known: kind, name;');
    expect(text).toContain('unknown: actor; known: team, owner, state');
  });

  it('can name no other owner if no other kind is configured', async () => {
    const subject = withServices({ ownerPaths: undefined });
    expect((await subject.run('create_api_key', { name: 'CI', owner: named('Deploy Bot') })).text).toContain(
      'unknown: owner; known: name, team, scopes',
    );
  });

  it('that names no one means the person, and never someone else that they may name', async () => {
    const subject = withServices({ ownersOf: () => [grace, ada] });
    expect((await subject.run('create_api_key', { name: 'CI' })).offer?.owner).toEqual(ada);
    const others = withServices({ ownersOf: () => [grace, { kind: 'user', id: 'linus' }] });
    expect((await others.run('create_api_key', { name: 'CI' })).text).toContain('say which owner it is for');
  });
});

describe('the fields of a tool', () => {
  const fieldsWith = (paths: KeyToolsOptions['ownerPaths']) => {
    const tool = withServices({ ownerPaths: paths }).tools.find(({ name }) => name === 'list_api_keys');
    return [tool?.description.split(',')[0], Object.keys(tool?.inputSchema.properties ?? {}).slice(0, 2)];
  };

  it('are those for the configured kinds', () => {
    const { user, team } = defaultOwnerPaths;
    const own = 'Lists the API keys of the person you are talking to';
    const anyone = 'Lists the API keys of an owner that the person you are talking to may name';
    expect(fieldsWith(undefined)).toEqual([own, ['team', 'state']]);
    expect(fieldsWith({ user })).toEqual([own, ['state', 'unused_for_days']]);
    expect(fieldsWith({ user, service })).toEqual([own, ['owner', 'state']]);
    expect(fieldsWith({ team })).toEqual([anyone, ['team', 'state']]);
    expect(fieldsWith({ service })).toEqual([anyone, ['owner', 'state']]);
  });

  it("do not stand for the person's own keys if those are not configured", async () => {
    const { run } = withServices({ ownerPaths: { service } });
    expect((await run('create_api_key', { name: 'CI' })).text).toContain('say which owner it is for');
  });

  it('are not created for a kind that the service does not declare', () => {
    expect(() => withServices({ ownerPaths: { bot: service } })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
    );
  });
});

async function verified() {
  const subject = withServices();
  const result = await subject.keys.verify((await subject.issue(deployBot, 'Production')).token);
  if (!result.ok) throw new Error('the key is live');
  return result;
}
