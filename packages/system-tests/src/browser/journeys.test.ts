import { afterAll, describe, expect, it } from 'vitest';
import { type Hand, keyboard, mouse } from './hands.js';
import { overflow } from './overflow.js';
import { startTestSite, type TestSite } from './test-site.js';
import { profile } from './visitor.js';
import { wholeJourney } from './whole-journey.js';

const site = await startTestSite();

/** The ways to use the pages. The last is a window of 1280 pixels at 200 % zoom: half of them, twice as large. */
const ways = [
  { how: 'with the keyboard only', hand: keyboard, options: {} },
  { how: 'without JavaScript', hand: mouse, options: { javaScriptEnabled: false } },
  {
    how: 'in a window of 320 pixels',
    hand: mouse,
    options: { viewport: { width: 320, height: 640 }, hasTouch: true },
  },
  {
    how: 'at 200 % zoom',
    hand: mouse,
    options: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  },
] as const;

describe.skipIf(site === undefined)('the whole journey with keys', () => {
  const { visit, url, close } = site as TestSite;
  afterAll(close);

  describe.each(ways)('$how', ({ hand, options }) => {
    it.each(['ada', 'grace'] as const)(
      '%s creates, copies, uses, rotates, disables, enables, finds and deletes keys, and claims and withdraws offers',
      async (who) => {
        const { page, requested, pageErrors } = await visit(who, profile.path, options);
        await wholeJourney({ who, page, url, hand: withoutOverflow(hand) });
        const foreign = requested.filter(
          (asked) => !asked.startsWith(`${url}/`) && !asked.startsWith('data:'),
        );
        expect([foreign, pageErrors]).toEqual([[], []]);
      },
      60_000,
    );
  });
});

/** Checks before each press that the page, with whatever is open on it, is no wider than its window. */
function withoutOverflow(hand: Hand): Hand {
  return {
    ...hand,
    async press(target) {
      await target.waitFor();
      expect(await overflow(target.page())).toEqual([]);
      await hand.press(target);
    },
  };
}
