import { afterAll, describe, expect, it } from 'vitest';
import { startTestSite, type TestSite } from './test-site.js';
import { platform, profile, runJourney } from './visitor.js';

const site = await startTestSite();

describe.skipIf(site === undefined)('a person creates, uses and deletes a key in a browser', () => {
  const { visit, url, close } = site as TestSite;
  afterAll(close);

  it.each([
    ['ada', 'her profile', profile],
    ['ada', 'her team', platform],
    ['grace', 'her profile', profile],
  ] as const)('as %s, for %s', async (who, _whose, where) => {
    const { page, requested, pageErrors } = await visit(who, where.path);
    await runJourney(page, url, where);
    expect(requested.filter((asked) => !asked.startsWith(`${url}/`) && !asked.startsWith('data:'))).toEqual(
      [],
    );
    expect(pageErrors).toEqual([]);
  });
});
