import { expect, it, onTestFinished, type TestContext } from 'vitest';
import { type Session, signIn, startWorkspace, statusWith } from '../workspace-process.js';
import { mountSmallDisk } from './small-disk.js';

const password = 'correct horse battery staple';

/** Starts a workspace on a disk with space for little more than its reserve. Skips the test if it can't be mounted. */
async function workspaceOnSmallDisk({ skip }: TestContext) {
  const disk = mountSmallDisk(32);
  if (disk === undefined) return skip('this user may not mount a file system');
  const database = `sqlite:${disk.file}`;
  const workspace = await startWorkspace({ DATABASE_URL: database, WORKSPACE_PASSWORD: password });
  onTestFinished(() => workspace.stop());
  const session = (person = 'ada') => signIn(workspace.url, `${person}@example.com`, password);
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(workspace.url + path, init);
    await response.arrayBuffer();
    return response.status;
  };
  const submit = (token: string, text: string) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return send('/v1/intake/support', { method: 'POST', headers, body: JSON.stringify({ text }) });
  };
  return { url: workspace.url, disk, session, submit };
}

type Workspace = Awaited<ReturnType<typeof workspaceOnSmallDisk>>;

/** Submits work until none is accepted, however short. Returns the statuses of the refusals. */
async function submitUntilFull({ submit }: Workspace, token: string): Promise<ReadonlySet<number>> {
  const refusals = new Set<number>();
  for (const length of [60_000, 4_000, 1]) {
    for (let count = 0; count < 500; count += 1) {
      const status = await submit(token, 'x'.repeat(length));
      if (status === 202) continue;
      refusals.add(status);
      if (status === 503) break;
    }
  }
  return refusals;
}

const statusOf = async (response: Promise<Response>) => (await response).status;

/** Calls that end or reduce access. Each returns the status of its response. */
const endingCalls = (ada: Session, ids: readonly string[]) => ({
  disable: () =>
    statusOf(
      ada.call(`/api/teams/platform/keys/${ids[0]}/disable`, {
        method: 'POST',
        body: JSON.stringify({ reason: 'abuse' }),
      }),
    ),
  revoke: () => ada.deleteKey(ids[1] ?? '', '/api/teams/platform/keys'),
  deactivate: () =>
    statusOf(ada.call('/api/people/grace', { method: 'PATCH', body: JSON.stringify({ active: false }) })),
  plan: () =>
    statusOf(ada.call('/api/organisation', { method: 'PATCH', body: JSON.stringify({ plan: 'free' }) })),
});

it('F13 a key that has filled the disk can still be revoked, and people can sign in', async (context) => {
  const workspace = await workspaceOnSmallDisk(context);
  const ada = await workspace.session();
  const issue = () => ada.issueKey({ name: 'sender' }, '/api/teams/platform/keys');
  const [one, other] = [await issue(), await issue()];
  workspace.disk.fill();
  const refusals = await submitUntilFull(workspace, one.token);
  // Whether there is also a 429, for too much waiting work, depends on how fast work is done.
  expect([...refusals].filter((status) => status !== 429)).toEqual([503]);

  const again = await workspace.session();
  const { disable, revoke, deactivate, plan } = endingCalls(again, [one.id, other.id]);
  expect([await disable(), await revoke()]).toEqual([200, 204]);
  expect(await statusWith(workspace.url, one.token)).toBe(401);
  expect(await statusWith(workspace.url, other.token)).toBe(401);
  expect([await deactivate(), await plan()]).toEqual([200, 200]);
});

it('F13 on a disk that something else has filled, signing in and revoking work at the first attempt', async (context) => {
  const workspace = await workspaceOnSmallDisk(context);
  const { token, id } = await (await workspace.session()).issueKey({ name: 'sender' });
  workspace.disk.fill();
  const again = await workspace.session();
  expect(await again.deleteKey(id)).toBe(204);
  expect(await statusWith(workspace.url, token)).toBe(401);
});

it('F13 endlessly disabling and enabling a key does not use up the space that others need to revoke', async (context) => {
  const workspace = await workspaceOnSmallDisk(context);
  const [ada, grace] = [await workspace.session(), await workspace.session('grace')];
  const issue = () => ada.issueKey({ name: 'sender' }, '/api/teams/platform/keys');
  const [one, other] = [await issue(), await issue()];
  const { id } = await grace.issueKey({ name: 'mine' });
  const post = (step: string, body: object) =>
    statusOf(grace.call(`/api/user/keys/${id}/${step}`, { method: 'POST', body: JSON.stringify(body) }));
  workspace.disk.fill();
  expect(await ada.deleteKey(one.id, '/api/teams/platform/keys')).toBe(204);

  // Disabling uses the released space once. Enabling the key again is not urgent, so it has to wait.
  const reason = '\u20ac'.repeat(500);
  expect([await post('disable', { reason }), await post('enable', {})]).toEqual([200, 503]);
  expect([await post('disable', { reason }), await post('enable', {})]).toEqual([200, 503]);
  const { revoke, deactivate } = endingCalls(ada, ['', other.id]);
  expect([await revoke(), await deactivate()]).toEqual([204, 200]);
  expect(await statusWith(workspace.url, other.token)).toBe(401);
});

it('F13 on a full disk every change is made or gets 503, and once there is space, everything works as before', async (context) => {
  const workspace = await workspaceOnSmallDisk(context);
  const ada = await workspace.session();
  const { token, id } = await ada.issueKey({ name: 'sender' });
  workspace.disk.fill();
  await submitUntilFull(workspace, token);
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const growing = {
    key: statusOf(ada.call('/api/user/keys', { method: 'POST', body: JSON.stringify({ name: 'a' }) })),
    rotation: statusOf(ada.call(`/api/user/keys/${id}/rotate`, { method: 'POST' })),
    agent: statusOf(
      fetch(`${workspace.url}/api/agents`, { method: 'POST', headers, body: JSON.stringify({ name: 'a' }) }),
    ),
    work: workspace.submit(token, 'x'),
  };
  for (const [what, status] of Object.entries(growing)) expect([what, await status]).toEqual([what, 503]);

  workspace.disk.makeRoom();
  expect(await workspace.submit(token, 'x')).toBe(202);
  expect(await ada.deleteKey(id)).toBe(204);
});
