import { describe, expect, it } from 'vitest';
import { pages, tokenIn, visit } from '../../test-support/pages.js';
import { de } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const dayMs = 24 * 60 * 60 * 1_000;
const created = (subject: ReturnType<typeof pages>, path = '/user/keys', ...fields: [string, string][]) =>
  visit(subject, path, { form: [['name', 'CI Pipeline'], ...fields] });

/** The text of the elements that match, as people read it. */
function textsOf(text: string, element: RegExp): readonly string[] {
  return [...text.matchAll(element)].map(([, content = '']) =>
    content
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
}

describe('the page of a new token', () => {
  it('shows the whole token once as text, and once in what goes into an .env file', async () => {
    const subject = pages();
    const { text } = await created(subject);
    const token = tokenIn(text);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });
    expect(text.split(token)).toHaveLength(3);
    expect(textsOf(text, /<code id="snippet-env"[^>]*>(.*?)<\/code>/g)).toEqual([`API_KEY=${token}`]);
    // What holds the token is removed from the page when it is left, and what doesn't must not count as a copy of it.
    expect(text.match(/<code id="(token|snippet-env)" data-secret>/g)).toHaveLength(2);
    expect(text.match(/ data-secret/g)).toHaveLength(2);
    expect(text).not.toMatch(/<(input|textarea)[^>]*value="user\./);
  });

  it('leads to the list, which says that the key is ready, or that it was rotated', async () => {
    const subject = pages();
    const next = async (text: string, at = '/user/keys') => {
      const [, href = ''] = /href="([^"]+)" data-close data-saved/.exec(text) ?? [];
      const { pathname, search } = new URL(href.replaceAll('&amp;', '&'), `http://host${at}`);
      return (await visit(subject, `${pathname}${search}`)).text;
    };
    expect(await next((await created(subject)).text)).toContain(
      'data-done>“CI Pipeline” is ready to use.</p>',
    );
    const [key] = (await subject.keys.list({ owner: ada, actor: ada })).keys;
    const path = `/user/keys/${key?.id}/rotate`;
    const rotated = await visit(subject, path, { form: [['grace', 'none']] });
    expect(rotated.status).toBe(201);
    expect(await next(rotated.text, path)).toContain('data-done>“CI Pipeline” has been rotated.</p>');
  });

  it('has commands for the URL of the host, and asks before it is closed uncopied', async () => {
    const { text } = await created(pages({ exampleUrl: 'https://workspace.example/api/agents' }));
    expect(text).toContain('curl https://workspace.example/api/agents \\');
    expect(text).toContain('Authorization: Bearer $API_KEY');
    expect(text).toContain('process.env.API_KEY');
    expect(text).toMatch(
      /data-token data-question="You haven’t copied this key[^"]*" data-keep="[^"]+" data-discard="[^"]+"/,
    );
    expect(text).toMatch(
      /href="[^"]+keys\?done=issued&amp;key=[0-9A-Za-z]{16}" data-close data-saved>I’ve saved it</,
    );
  });

  it('M09 says whose permissions the key has, what it may do and when it expires', async () => {
    const subject = pages({ describeScope: (scope) => `About ${scope}.` }, { team: { maxMs: 90 * dayMs } });
    const own = await created(subject, '/user/keys', ['access', 'all'], ['expiry', 'never']);
    expect(textsOf(own.text, /<p class="lead">(.*?)<\/p>/gs)).toEqual([
      'Acts as you · Everything you can do · Never expires',
    ]);
    const ofTeam = await created(
      subject,
      '/teams/platform/keys',
      ['access', 'only'],
      ['scopes', 'agents:read'],
      ['expiry', '30d'],
    );
    expect(textsOf(ofTeam.text, /<p class="lead">(.*?)<\/p>/gs)[0]).toMatch(
      /^Acts as Team platform · agents:read \(About agents:read\.\) · Expires \w{3} \d+, \d{4}$/,
    );
    // Not narrowed, but for another owner: what the owner may do now is written out.
    const all = await created(subject, '/teams/platform/keys', ['access', 'all']);
    expect(textsOf(all.text, /<p class="lead">(.*?)<\/p>/gs)[0]).toMatch(/agents:read .* agents:write/);
  });

  it.each(['describeScope', 'links', 'nameOf'] as const)(
    'M09 no key is created, so no token is lost, if %s of the host fails',
    async (failing) => {
      let isDown = false;
      const fail = () => {
        if (isDown) throw new Error('down');
        return undefined;
      };
      const subject = pages({
        describeScope: () => (failing === 'describeScope' ? fail() : undefined),
        links: () => (failing === 'links' ? (fail() ?? []) : []),
        nameOf: ({ id }) => (failing === 'nameOf' ? (fail() ?? id) : id),
      });
      isDown = true;
      expect((await created(subject, '/teams/platform/keys')).status).toBe(503);
      const team = { kind: 'team', id: 'platform' } as const;
      expect((await subject.keys.list({ owner: team, actor: ada })).keys).toEqual([]);
      isDown = false;
      expect((await created(subject, '/teams/platform/keys')).status).toBe(201);
    },
  );

  it('is in German', async () => {
    const { text } = await created(pages({ texts: de }));
    for (const said of [
      '„CI Pipeline“ ist bereit',
      'Kopieren Sie den Schlüssel jetzt.',
      'Handelt in Ihrem Namen',
    ])
      expect(text).toContain(said);
  });
});
