import { describe, expect, it } from 'vitest';
import { factsOn, reveal, say, tokenIn } from '../test-support/admin-agent.js';
import { callWithToken, signIn } from '../test-support/client.js';
import { recordedModel, says, uses } from '../test-support/recorded-model.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

const path = '/api/services/deployments/keys';
const page = '/settings/services/deployments/keys';
const asked = 'Create an API key called "Release" for the service account Deployments';

const whoami = (url: string, token: string) => callWithToken(`${url}/api/whoami`, token);

describe('the admin agent, asked about the keys of a service account', () => {
  it('M09 offers an admin a new key, on a card that says whose it is', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const offered = await say(ada, `${asked} expiring in 30 days`);
    expect(factsOn(offered).Owner).toBe('Deployments (Service account)');
    const { body } = await whoami(url, await reveal(ada, offered));
    expect(body).toMatchObject({ owner: { kind: 'service', id: 'deployments' } });
  });

  it('lists, rotates and deletes keys, by rules', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const { id, token } = await ada.issueKey({ name: 'Release' }, path);
    const listed = await say(ada, 'List the keys of the service account "Deployments"');
    expect(listed).toContain(`“Release” service.${id.slice(0, 8)}… live`);

    const rotated = await say(ada, 'Rotate the key "Release" of the service account Deployments');
    expect(factsOn(rotated)).toMatchObject({
      Replaces: expect.stringContaining(`service.${id.slice(0, 8)}… It stops working as soon as you reveal`),
      Owner: 'Deployments (Service account)',
    });
    const [, offer = ''] = /href="(\/settings\/offers\/\w+)"/.exec(rotated) ?? [];
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const claim = { method: 'POST', body: `replaces=${id}`, headers };
    const successor = tokenIn((await ada.call(`${offer}/claim`, claim)).text);
    expect((await whoami(url, successor)).status).toBe(200);
    expect((await whoami(url, token)).status).toBe(401);

    const deleted = await say(ada, 'Delete the Deployments service account\'s key "Release"');
    expect(deleted).toContain(`${page}/${successor.slice(8, 24)}/delete`);
  });

  it('uses the tools with a model', async () => {
    const owner = { kind: 'service', name: 'deployments' };
    const answers: object[] = [];
    const { model, received } = await recordedModel(answers);
    const { url } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const { id } = await ada.issueKey({ name: 'Old' }, path);
    answers.push(uses('list_api_keys', { owner }), uses('create_api_key', { name: 'Release', owner }));
    answers.push(
      uses('rotate_api_key', { key_id: id }),
      uses('revoke_api_key', { key_id: id }),
      says('Done.'),
    );
    const done = await say(ada, 'Tidy up the keys of Deployments');
    expect(received[1]).toContain(id);
    expect(done).toContain('New key: Release');
    expect(done).toContain('Rotate: Old');
    expect(done).toContain(`${page}/${id}/delete`);
    // The claim of the new key is the only one on the page: the other card ends a key, so it leads to another page.
    const { body } = await whoami(url, await reveal(ada, done));
    expect(body).toMatchObject({ owner: { kind: 'service', id: 'deployments' } });
  });

  it('M08 tells a member nothing, neither by rules nor with a model that names an owner', async () => {
    const owner = { kind: 'service', name: 'Deployments' };
    const missing = { kind: 'service', name: 'nothing' };
    const { url } = await startTestWorkspace();
    const [ada, grace] = [await signIn(url, 'ada'), await signIn(url, 'grace')];
    const { id } = await ada.issueKey({ name: 'Release' }, path);
    const known = await say(grace, asked);
    const unknown = await say(grace, asked.replace('Deployments', 'nothing'));
    expect(latest(known)).toBe(latest(unknown));
    expect(known).not.toContain('Reveal key');
    expect(latest(await say(grace, `Why does the key ${id} get 401?`))).toContain('There is no such key');

    const answers = [owner, missing].map((one) => uses('create_api_key', { name: 'n', owner: one }));
    const { model, received } = await recordedModel([...answers, says('No.')]);
    const other = await startTestWorkspace({ model });
    expect(await say(await signIn(other.url, 'grace'), 'A key, please')).not.toContain('Reveal key');
    const results = received.slice(1).map((request) => resultsIn(request).at(-1));
    expect(results[0]).toContain('there is no such owner');
    expect(results[0]).toBe(results[1]);
  });
});

/** The last answer in a chat. */
function latest(chat: string): string {
  return /id="latest"[\s\S]*?<\/ol>/.exec(chat)?.[0] ?? '';
}

/** The results of tools in a request to a model. */
function resultsIn(request: string): readonly string[] {
  return [...request.matchAll(/"type":"tool_result"[^}]*/g)].map(([result]) => result);
}
