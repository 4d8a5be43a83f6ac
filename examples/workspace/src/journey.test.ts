import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { temporaryDirectory } from '../test-support/temporary-directory.js';
import { engines } from '../test-support/test-database.js';
import { password, startTestWorkspace } from '../test-support/test-workspace.js';
import { welcome } from './seed/welcome.js';

const listAgents = `curl http://localhost:8080/api/agents \\
  -H "Authorization: Bearer user.abc123..."`;

const sendMessage = `curl http://localhost:8080/api/anthropic/v1/messages \\
  -H "x-api-key: user.abc123..." \\
  -H "anthropic-version: 2023-06-01" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "auto", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}]}'`;

/** Runs a documented command in a shell. Only the address and the token are replaced. */
async function run(command: string, { url, token }: { url: string; token: string }): Promise<string> {
  const substituted = command.replace('http://localhost:8080', url).replace('user.abc123...', token);
  return runInShell(substituted);
}

async function runInShell(script: string, options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const { stdout } = await promisify(execFile)('sh', ['-c', script], options);
  return stdout;
}

describe.each(engines)('the journey of a key on %s', (engine) => {
  it('a key works with the documented curl commands, word for word', async () => {
    const { url } = await startTestWorkspace({ engine });
    const { token } = await (await signIn(url, 'ada')).issueKey();

    const { agents } = JSON.parse(await run(listAgents, { url, token }));
    const message = JSON.parse(await run(sendMessage, { url, token }));

    expect(agents.map(({ id }: { id: string }) => id)).toContain('researcher');
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
    expect(message.content[0].text).toContain('not a model');
  });

  it('a deleted key gets 401 with the very next request', async () => {
    const { url } = await startTestWorkspace({ engine });
    const session = await signIn(url, 'ada');
    const { token, id } = await session.issueKey();
    expect((await callWithToken(`${url}/api/agents`, token)).status).toBe(200);

    expect((await session.call(`/api/user/keys/${id}`, { method: 'DELETE' })).status).toBe(204);

    expect(await run(`${listAgents} -s -o /dev/null -w '%{http_code}'`, { url, token })).toBe('401');
  });

  it('the route whoami shows the principal as the service sees it', async () => {
    const { url } = await startTestWorkspace({ engine });
    const { token, id } = await (await signIn(url, 'ada')).issueKey({ name: 'n', scopes: ['agents:read'] });
    expect((await callWithToken(`${url}/api/whoami`, token)).body).toEqual({
      owner: { kind: 'user', id: 'ada' },
      kind: 'user',
      permissions: ['agents:read'],
      keyId: id,
    });
  });
});

describe('the commands that the first start prints', () => {
  /** Pastes everything from the first comment to the end, as sh would get it from a terminal. */
  async function paste(printed: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
    const commands = printed.slice(printed.indexOf('# '));
    return runInShell(commands, { cwd: await temporaryDirectory(), env: { ...process.env, ...environment } });
  }

  it('the printed commands work when they are pasted, with the generated password', async () => {
    const { url, workspace } = await startTestWorkspace({ password: undefined });
    const output = await paste(welcome(url, workspace.seeded ?? { generatedPassword: undefined }));
    expect(output).toMatch(/"token":"user\.[0-9A-Za-z]{65}"/);
    expect(output).toContain('"researcher"');
    expect(output).toContain('built-in responder');
    expect(output).toContain('401 Unauthorized');
  });

  it('the printed commands work when they are pasted, with the configured password', async () => {
    const { url, workspace } = await startTestWorkspace();
    const printed = welcome(url, workspace.seeded ?? { generatedPassword: 'none' });
    expect(printed).not.toContain(password);
    expect(await paste(printed, { WORKSPACE_PASSWORD: password })).toContain('401 Unauthorized');
  });
});
