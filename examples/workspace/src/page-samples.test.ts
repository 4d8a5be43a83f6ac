import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { callWithToken, type Session, signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

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

function unescaped(html: string): string {
  const characters: Record<string, string> = { quot: '"', '#39': "'", lt: '<', gt: '>', amp: '&' };
  return html.replaceAll(/&(quot|#39|lt|gt|amp);/g, (_, name: string) => characters[name] ?? '');
}

function samplesIn(page: string): readonly string[] {
  return [...page.matchAll(/<pre[^>]*><code>([^<]*)<\/code>/g)].map(([, code = '']) => unescaped(code));
}

it('every command on a page works once a key is put in, and the work that it submits is completed', async () => {
  const { url } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  const { token } = await ada.issueKey({ name: 'Sender' }, '/api/teams/platform/keys');
  const samples = (await pagesOf(ada)).flatMap(samplesIn);
  expect(samples).toHaveLength(1);
  for (const sample of samples) {
    const command = `${sample.replace('team.abc123...', token)} --silent --fail-with-body`;
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    const work = `${url}/v1/intake/support/work/${JSON.parse(stdout).work_id}`;
    await expect.poll(async () => (await callWithToken(work, token)).body.status).toBe('completed');
  }
});

it('the page about intakes says why work failed', async () => {
  const { url } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  const { token } = await ada.issueKey();
  const body = { subject: 'Hello' };
  const sent = await callWithToken(`${url}/v1/intake/support`, token, { method: 'POST', body });
  expect(sent.status).toBe(202);
  const page = async () => unescaped((await ada.call(intakePage)).text);
  await expect.poll(page).toContain('failed');
  expect(await page()).toContain('nothing to work on: the payload has no "text"');
});

it('the address on the page about intakes is https if TLS ends at a proxy', async () => {
  const { url } = await startTestWorkspace({ url: 'https://workspace.example.com' });
  const ada = await signIn(url, 'ada');
  expect((await ada.call(intakePage)).text).toContain(
    'curl https://workspace.example.com/v1/intake/support ',
  );
});
