import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { snippetsFor } from './snippets.js';

const token = 'user.abc';
const urls = [
  'https://api.example.com',
  "https://example.com/a?b=$HOME&c=`id`'d'",
  'https://example.com/(x)\\y',
];

describe('the snippets next to a new token', () => {
  it('contain the token only in the one for a file', () => {
    const { curl, env, typescript } = snippetsFor('https://api.example.com/v1', token);
    expect(env).toBe('API_KEY=user.abc');
    expect(curl + typescript).not.toContain(token);
    expect(curl).toContain('curl https://api.example.com/v1 \\\n');
  });

  it.each(urls)('curl gets the URL and the header as they are: %s', (url) => {
    const { curl } = snippetsFor(url, token);
    const program = `curl() { printf '%s\\n' "$@"; }\n${curl}`;
    const shown = execFileSync('sh', ['-c', program], { env: { API_KEY: token }, encoding: 'utf8' });
    expect(shown.trimEnd().split('\n')).toEqual([url, '-H', `Authorization: Bearer ${token}`]);
  });

  it.each(urls)('the program sends them as they are: %s', async (url) => {
    const { typescript } = snippetsFor(url, token);
    const run = new Function('fetch', 'process', `return (async () => { ${typescript} return response; })()`);
    const sent = await run((...given: unknown[]) => given, { env: { API_KEY: token } });
    expect(sent).toEqual([url, { headers: { Authorization: `Bearer ${token}` } }]);
  });
});
