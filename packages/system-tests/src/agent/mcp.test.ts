import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallToolResult } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leakSearch } from '../leak-search.js';
import {
  type Session,
  signIn,
  startWorkspace,
  statusWith,
  type WorkspaceProcess,
} from '../workspace-process.js';
import { connectAgent, revisions, stdioProgram } from './agent-client.js';

const password = 'correct horse battery staple';
/** The origin of the links that agents return. */
const site = 'https://workspace.example.com';

let directory: string;
let environment: Record<string, string>;
let workspace: WorkspaceProcess;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'postern-mcp-'));
  environment = {
    DATABASE_URL: `sqlite:${join(directory, 'workspace.sqlite')}`,
    WORKSPACE_PASSWORD: password,
    WORKSPACE_URL: site,
  };
  workspace = await startWorkspace(environment);
});
afterAll(async () => {
  await workspace.stop();
  rmSync(directory, { recursive: true });
});

/** Returns the path of the link in a result. */
function pathIn(result: CallToolResult): string {
  const { url } = result.structuredContent as { url: string };
  expect(url.startsWith(`${site}/settings/`)).toBe(true);
  return url.slice(site.length);
}

/** Opens the page of an offer and sends its form, as the person does. Returns the page before that, and the token. */
async function reveal(
  person: Session,
  path: string,
  button = 'Reveal key',
): Promise<{ readonly page: string; readonly token: string }> {
  const page = await (await person.call(path)).text();
  expect(page).toContain(button);
  const [, replaces = ''] = /name="replaces" value="(\w+)"/.exec(page) ?? [];
  const body = new URLSearchParams({ replaces });
  const revealed = await (await person.call(`${path}/claim`, { method: 'POST', body })).text();
  return { page, token: /id="token"[^>]*>([^<]+)</.exec(revealed)?.[1] ?? '' };
}

const places = ['Streamable HTTP', 'standard input and output'] as const;

describe.each(revisions.flatMap((revision) => places.map((over) => ({ revision, over }))))(
  'a client of the Model Context Protocol, revision $revision, over $over',
  ({ revision, over }) => {
    const connect = (token: string) =>
      connectAgent(revision, over === 'Streamable HTTP' ? { url: workspace.url } : { environment }, token);

    it('M08 calls every tool, and no token appears in its messages, the pages, the database or the logs', async () => {
      const ada = await signIn(workspace.url, 'ada@example.com', password);
      const own = await ada.issueKey({ name: 'Agent', scopes: ['keys:offer'] });
      const pasted = await ada.issueKey({ name: 'Pasted' });
      const connection = await connect(own.token);
      const tools = await connection.tools();
      const names = [
        'create_api_key',
        'list_api_keys',
        'revoke_api_key',
        'rotate_api_key',
        'explain_refusal',
      ];
      expect(tools.map(({ name }) => name)).toEqual(names);

      const offered = pathIn(await connection.call('create_api_key', { name: 'CI Pipeline' }));
      const created = await reveal(ada, offered);
      expect(await statusWith(workspace.url, created.token)).toBe(200);
      const createdId = created.token.slice(5, 21);

      const listed = await connection.call('list_api_keys');
      expect(JSON.stringify(listed)).toContain(createdId);

      const rotated = pathIn(await connection.call('rotate_api_key', { key_id: createdId }));
      expect(await statusWith(workspace.url, created.token)).toBe(200);
      const successor = await reveal(ada, rotated, 'Replace the key and reveal the new one');
      expect(await statusWith(workspace.url, created.token)).toBe(401);
      expect(await statusWith(workspace.url, successor.token)).toBe(200);

      const explained = await connection.call('explain_refusal', { key_id: createdId });
      expect(JSON.stringify(explained)).toContain('It was rotated at');
      const refused = await connection.call('explain_refusal', { key_id: pasted.token });
      expect(refused.isError).toBe(true);

      // The same in the chat.
      const chat = new URLSearchParams({ text: `Why is ${pasted.token} refused?` });
      const answered = await (await ada.call('/agent', { method: 'POST', body: chat })).text();
      expect(answered).toContain('I have masked it');

      // A client with a key cannot delete a key, even if it confirms. The person has to.
      const successorId = successor.token.slice(5, 21);
      const deleting = pathIn(await connection.call('revoke_api_key', { key_id: successorId }));
      expect(await statusWith(workspace.url, successor.token)).toBe(200);
      expect((await ada.call(deleting, { method: 'POST', redirect: 'manual' })).status).toBe(303);
      expect(await statusWith(workspace.url, successor.token)).toBe(401);

      const revealed = [own.token, created.token, successor.token];
      const findAny = leakSearch([...revealed, pasted.token]);
      const { sent, received } = connection.traffic;
      expect(received.length).toBeGreaterThan(6);
      for (const message of received) expect(findAny(message)).toBeUndefined();
      // The pasted token was sent by the client itself.
      for (const message of sent.filter((text) => !text.includes(pasted.token)))
        expect(findAny(message)).toBeUndefined();
      expect(sent.filter((text) => text.includes(pasted.token))).toHaveLength(1);
      for (const seen of [
        offered,
        rotated,
        created.page,
        successor.page,
        connection.printed(),
        workspace.printed(),
        answered,
      ])
        expect(findAny(seen)).toBeUndefined();
      for (const file of readdirSync(directory))
        expect({ file, leak: findAny(readFileSync(join(directory, file))) }).toEqual({
          file,
          leak: undefined,
        });
    });

    it('M08 acts for the owner of its key, even if it names another owner', async () => {
      const grace = await signIn(workspace.url, 'grace@example.com', password);
      const ada = await signIn(workspace.url, 'ada@example.com', password);
      const { token } = await grace.issueKey({ name: 'Agent', scopes: ['keys:offer'] });
      const hers = await ada.issueKey({ name: "Ada's key" });
      const connection = await connect(token);
      for (const [name, input] of [
        ['create_api_key', { name: 'CI', owner: { kind: 'user', id: 'ada' } }],
        ['create_api_key', { name: 'CI', team: 'platform' }],
        ['list_api_keys', { user: 'ada' }],
        ['revoke_api_key', { key_id: hers.id }],
        ['rotate_api_key', { key_id: hers.id }],
        ['explain_refusal', { key_id: hers.id }],
      ] as const)
        expect(await connection.call(name, input)).toMatchObject({ isError: true });
      expect(await statusWith(workspace.url, hers.token)).toBe(200);
      // The key of the agent may only offer. What it offers is bounded by what its owner may do.
      const offer = { name: 'CI', scopes: ['agents:write'] };
      expect(await connection.call('create_api_key', offer)).toMatchObject({
        structuredContent: { owner: { kind: 'user', id: 'grace' }, scopes: ['agents:write'] },
      });
    });

    it('finds a team of the person its key belongs to by name and by ID', async () => {
      const ada = await signIn(workspace.url, 'ada@example.com', password);
      const own = await ada.issueKey({ name: 'Agent', scopes: ['keys:offer'] });
      const connection = await connect(own.token);
      const owner = { kind: 'team', id: 'platform', name: 'Platform' };
      for (const team of ['Platform', 'platform', 'PLATFORM']) {
        const offered = await connection.call('create_api_key', { name: 'CI', team });
        expect(offered).toMatchObject({ structuredContent: { owner } });
        const listed = await connection.call('list_api_keys', { team });
        expect(listed).toMatchObject({ structuredContent: { owner: { kind: 'team', id: 'platform' } } });
      }
      const unknown = await connection.call('create_api_key', { name: 'CI', team: 'nothing' });
      expect(unknown).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('there is no such team') }],
      });
    });

    it('can do nothing once its key is deleted, or without the permission', async () => {
      const ada = await signIn(workspace.url, 'ada@example.com', password);
      const key = await ada.issueKey({ name: 'Agent', scopes: ['keys:offer'] });
      const connection = await connect(key.token);
      expect(await connection.call('list_api_keys')).not.toMatchObject({ isError: true });
      await ada.deleteKey(key.id);
      const after = await connection.call('list_api_keys').catch((error: unknown) => error);
      expect(String(JSON.stringify(after) + String(after))).toMatch(/no longer signed in|401|Unauthorized/);

      const weak = await ada.issueKey({ name: 'Weak', scopes: ['agents:read'] });
      const weakConnection = await connect(weak.token);
      expect(await weakConnection.call('list_api_keys')).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('this key does not have the permission keys:offer') }],
      });
    });
  },
);

it('a server over standard input and output does not start without a live key', () => {
  for (const [key, reason] of [
    ['', 'must be a live API key'],
    ['nonsense', 'must be a live API key'],
    ['nonsense\n', 'begins or ends with white space'],
  ]) {
    const env = { ...process.env, ...environment, WORKSPACE_API_KEY: key };
    const { status, stderr } = spawnSync(process.execPath, [stdioProgram], {
      env,
      input: '',
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(`WORKSPACE_API_KEY ${reason}`),
    });
  }
});
