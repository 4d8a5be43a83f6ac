import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { callWithToken, type Session, signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { unescaped } from '../test-support/visit.js';

const intakePage = '/integrations/intake-webhooks';

/** Every page that a person reaches by links. */
async function pagesOf(session: Session): Promise<readonly string[]> {
  const waiting = ['/settings/user/keys'];
  const seen = new Map<string, string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    const { text } = await session.call(path);
    seen.set(path, text);
    for (const [, link = ''] of text.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) waiting.push(unescaped(link));
  }
  expect([...seen.keys()]).toEqual(expect.arrayContaining([intakePage, '/settings/services']));
  return [...seen.values()];
}

/** The samples of a page, by the name of their tool. */
function samplesIn(page: string): readonly (readonly [tool: string, code: string])[] {
  const samples = page.matchAll(/data-tool="([^"]*)"><pre><code[^>]*>([^<]*)<\/code>/g);
  return [...samples].map(([, tool = '', code = '']) => [tool, unescaped(code)]);
}

/** How a tool runs its sample. */
const commands: Readonly<Record<string, (code: string) => readonly [command: string, code: string]>> = {
  curl: (code) => ['sh', `${code} --silent --fail-with-body`],
  'Node.js': (code) => ['node', code],
  'GitHub Actions': (code) => ['sh', code.slice(code.indexOf('run: |') + 'run: |'.length)],
};

it('every sample on a page works once a key is put in, and the work that it submits is completed', async () => {
  const { url } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  const { token } = await ada.issueKey({ name: 'Sender' }, '/api/teams/platform/keys');
  const samples = (await pagesOf(ada)).flatMap(samplesIn);
  expect(samples.map(([tool]) => tool)).toEqual(Object.keys(commands));
  const github = { GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '1', GITHUB_REPOSITORY: 'example/web' };
  for (const [tool, sample] of samples) {
    const [command, code] = commands[tool]?.(sample) ?? ['sh', 'exit 1'];
    const flags = command === 'node' ? ['--input-type=module', '--eval'] : ['-c'];
    const env = { ...process.env, ...github, INTAKE_KEY: token };
    const { stdout } = await promisify(execFile)(command, [...flags, code], { env });
    const [workId] = /work_[\w-]{10,}/.exec(stdout) ?? [];
    const work = `${url}/v1/intake/support/work/${workId}`;
    await expect.poll(async () => (await callWithToken(work, token)).body.status).toBe('completed');
  }
});

it('the address on the page about intakes is https if TLS ends at a proxy', async () => {
  const { url } = await startTestWorkspace({ url: 'https://workspace.example.com' });
  const ada = await signIn(url, 'ada');
  expect((await ada.call(intakePage)).text).toContain(
    'curl https://workspace.example.com/v1/intake/support ',
  );
});
