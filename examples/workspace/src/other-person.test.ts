import { expect, it } from 'vitest';
import { say } from '../test-support/admin-agent.js';
import { signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { visit } from '../test-support/visit.js';

/**
 * Every address of the workspace's own that takes a form of a signed-in person, and what the form sends. Not
 * `/sign-out`, which ends the session of this browser, whoever it belongs to.
 */
const forms: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['/agent', { text: 'Create a key called "Other"' }],
  ['/agent/forget', {}],
  ['/settings/services', { name: 'Other', permissions: 'agents:read' }],
  ['/settings/services/deployments/deactivate', {}],
  ['/settings/services/deployments/activate', {}],
  ['/sign-out/everywhere', {}],
];

async function start() {
  const { url } = await startTestWorkspace();
  const [ada, grace] = [await signIn(url, 'ada'), await signIn(url, 'grace')];
  await say(ada, 'Create a key called "CI"');
  const state = async () =>
    Promise.all(
      ['/agent', '/settings/services'].map(async (path) => (await visit(url + path, { session: ada })).text),
    );
  return { url, ada, grace, state };
}

const personIn = (html: string) => /name="person" value="([^"]+)"/.exec(html)?.[1] ?? '';

it.each(forms)(
  'M05 POST %s changes nothing if it was made for someone else, and says so',
  async (path, fields) => {
    const { url, ada, grace, state } = await start();
    const person = personIn((await visit(`${url}/agent`, { session: grace })).html);
    const before = await state();
    const { status, text } = await visit(url + path, { session: ada, form: { ...fields, person } });
    expect(status).toBe(409);
    expect(text).toContain('You are now signed in as Ada');
    expect(text).toContain('Someone else was signed in when this page was opened. Nothing was changed.');
    expect((await state()).map(withoutTime)).toEqual(before.map(withoutTime));
  },
);

/** The time that is left of an offer changes by itself. */
const withoutTime = (text: string) => text.replace(/in \d+ minutes/g, '');

it('M05 tells the script of the chat that someone else has signed in', async () => {
  const { url, ada, grace } = await start();
  const person = personIn((await visit(`${url}/agent`, { session: grace })).html);
  const sent = { session: ada, form: { text: 'List my keys', person } };
  const { status, html } = await visit(`${url}/agent`, {
    ...sent,
    headers: { Accept: 'application/x-ndjson' },
  });
  expect([status, JSON.parse(html)]).toEqual([
    409,
    {
      problem:
        'You are now signed in as Ada. Someone else was signed in when this page was opened. Nothing was changed.',
    },
  ]);
});

it.each([
  '/agent',
  '/agent/forget',
  '/settings/services/new',
  '/settings/services/deployments/deactivate',
  '/settings/services/deployments/activate',
])('each form on %s says who it was made for', async (path) => {
  const { url, ada, grace } = await start();
  const { html } = await visit(url + path, { session: ada });
  const found = [...html.matchAll(/<form [^>]*method="post"[\s\S]*?<\/form>/g)].map(([form]) =>
    personIn(form),
  );
  expect(found.length).toBeGreaterThan(0);
  const theirs = personIn((await visit(`${url}/agent`, { session: grace })).html);
  expect(new Set(found)).toEqual(new Set([expect.stringMatching(/^[\w-]{16}$/)]));
  expect(found).not.toContain(theirs);
});

it('the form on /sign-out that ends every session says who it was made for', async () => {
  const { url, ada } = await start();
  const { html } = await visit(`${url}/sign-out`, { session: ada });
  const [, form = ''] = /<form [^>]*action="\/sign-out\/everywhere"([\s\S]*?)<\/form>/.exec(html) ?? [];
  expect(personIn(form)).toBe(personIn((await visit(`${url}/agent`, { session: ada })).html));
});

it.each(forms)('POST %s is accepted from the person that it was made for', async (path, fields) => {
  const { url, ada } = await start();
  const person = personIn((await visit(`${url}/agent`, { session: ada })).html);
  expect((await visit(url + path, { session: ada, form: { ...fields, person } })).status).toBe(303);
});
