import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { de } from '../texts/de.js';
import { en } from '../texts/en.js';
import type { Texts } from '../texts/texts.js';
import { relativeTime } from './time.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-30T12:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What the server says about an instant this many milliseconds from now. */
async function onServer(ms: number, texts: Texts = en): Promise<string | undefined> {
  const markup = String(await relativeTime(texts, new Date(Date.now() + ms)));
  return /<span>([^<]*)<\/span>/.exec(markup)?.[1];
}

/** What the script makes of it. */
function inScript(ms: number, { language, justNow }: Texts = en): string {
  const source = readFileSync(new URL('../../assets/script/times.js', import.meta.url), 'utf8');
  const shown = { textContent: '' };
  const time = {
    dateTime: new Date(Date.now() + ms).toISOString(),
    dataset: { relative: justNow },
    children: [shown],
  };
  vm.runInNewContext(
    `${source.replaceAll(/^export /gm, '')}; refreshTimes({ querySelectorAll: () => [time] });`,
    {
      document: { documentElement: { lang: language } },
      setInterval: () => undefined,
      Intl,
      Date,
      time,
    },
  );
  return shown.textContent;
}

it.each([
  [-30_000, 'just now'],
  [30_000, 'now'],
  [-2 * minute, '2 minutes ago'],
  [hour - 1_000, 'in 1 hour'],
  [-14 * hour, '14 hours ago'],
  [day - 1_000, 'in 24 hours'],
  [-30 * hour, '30 hours ago'],
  [2 * day - 1_000, 'in 2 days'],
  [7 * day - 1_000, 'in 7 days'],
  [30 * day - 1_000, 'in 30 days'],
  [-45 * day, '45 days ago'],
  [60 * day - 1_000, 'in 2 months'],
  [90 * day - 1_000, 'in 3 months'],
  [-120 * day, '4 months ago'],
  [340 * day, 'in 11 months'],
  [365 * day - 1_000, 'in 1 year'],
  [500 * day, 'in 16 months'],
  [-730 * day, '2 years ago'],
  [10 * 365 * day - 1_000, 'in 10 years'],
])('%i ms from now is “%s”, on the server and in the script', async (ms, text) => {
  expect(await onServer(ms)).toBe(text);
  expect(inScript(ms)).toBe(text);
});

it('is said in the language of the texts', async () => {
  const ms = 30 * day - 1_000;
  expect([await onServer(ms, de), inScript(ms, de)]).toEqual(['in 30 Tagen', 'in 30 Tagen']);
});
