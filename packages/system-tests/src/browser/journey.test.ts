import { afterAll, describe, expect, it } from 'vitest';
import { startTestSite, type TestSite } from './test-site.js';
import { goThePath, platform, profile } from './visitor.js';

const site = await startTestSite();

describe.skipIf(site === undefined)(
  'a key in a browser, from its creation to the 401 after its deletion',
  () => {
    const { visit, url, close } = site as TestSite;
    afterAll(close);

    it.each([
      ['ada', 'her profile', profile],
      ['ada', 'her team', platform],
      ['grace', 'her profile', profile],
    ] as const)('as %s, for %s', async (who, _whose, where) => {
      const { page, requested, complaints } = await visit(who, where.path);
      await goThePath(page, url, where);
      expect(requested.filter((asked) => !asked.startsWith(`${url}/`) && !asked.startsWith('data:'))).toEqual(
        [],
      );
      expect(complaints).toEqual([]);
    });
  },
);
