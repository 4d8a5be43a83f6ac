import type { KeyTool } from '@postern/agent';
import { describe, expect, it } from 'vitest';
import { textsIn } from '../texts/texts.js';
import type { ListedKey } from './describe-keys.js';
import { listKeys } from './list-keys.js';
import type { InventoryKey } from './read-inventory.js';
import type { Wanted } from './wanted.js';

const dayMs = 24 * 60 * 60 * 1_000;
const inADay = new Date(Date.now() + dayMs).toISOString();
const platform = { kind: 'team', name: 'platform' } as const;

const key = (number: number): InventoryKey => ({
  key_id: `key-${number}`,
  display: 'sk_…',
  name: `Key ${number}`,
  state: 'live',
  last_used_at: null,
  expires_at: inADay,
  created_at: new Date().toISOString(),
  owner: 'user:ada',
  created_by: 'user:ada',
});

/** Lists keys by tools that find so many. Both return 100 of them at a time. */
async function list(
  count: number,
  wanted: Partial<Extract<Wanted, { readonly intent: 'list' }>>,
  language: 'en' | 'de' = 'en',
) {
  const tool = (name: string) =>
    ({
      name,
      run: async ({ cursor = '0' }: { readonly cursor?: string }) => {
        const start = Number(cursor);
        const keys: readonly ListedKey[] = Array.from({ length: Math.min(100, count - start) }, (_, index) =>
          key(start + index),
        );
        const next_cursor = start + 100 < count ? String(start + 100) : null;
        return { text: '', isError: false, data: { keys, creators: [], owners: [], next_cursor } };
      },
    }) as unknown as KeyTool;
  return listKeys(
    { intent: 'list', owner: null, unusedForDays: null, expires: null, ...wanted },
    {
      text: '',
      texts: textsIn(language),
      before: [],
      teams: async () => [],
      tools: [tool('list_api_keys'), tool('inventory_api_keys')],
      session: { actor: { kind: 'user', id: 'ada' } },
      onText() {},
      signal: new AbortController().signal,
    },
  );
}

const lastLine = ({ text }: { readonly text: string }) => text.split('\n').at(-1);
const firstLine = ({ text }: { readonly text: string }) => text.split('\n')[0];

describe('the first line of a list', () => {
  it.each([
    [0, { unusedForDays: 90 }, 'I found no key that has been unused for 90 days.'],
    [0, { expires: 'never' }, 'I found no key that never expires.'],
    [
      0,
      { unusedForDays: 1, expires: 'never' },
      'I found no key that has been unused for a day and never expires.',
    ],
    [2, { unusedForDays: 90 }, '2 keys have been unused for 90 days:'],
    [1, { unusedForDays: 30, expires: 7 }, 'One key has been unused for 30 days and expires by <day>:'],
    [2, { unusedForDays: 30, expires: 7 }, '2 keys have been unused for 30 days and expire by <day>:'],
  ] as const)('states all that was asked: %i, %j', async (count, wanted, expected) => {
    const line = firstLine(await list(count, wanted));
    expect(line?.replace(/[A-Z][a-z]{2} \d+, \d{4}/, '<day>')).toBe(expected);
  });

  it.each([
    [0, { unusedForDays: 90 }, 'Ich habe keinen Schlüssel gefunden, der seit 90 Tagen unbenutzt ist.'],
    [
      0,
      { unusedForDays: 1, expires: 'never' },
      'Ich habe keinen Schlüssel gefunden, der seit einem Tag unbenutzt ist und nie abläuft.',
    ],
    [0, { expires: 7 }, 'Ich habe keinen Schlüssel gefunden, der bis zum <day> abläuft.'],
    [
      1,
      { unusedForDays: 30, expires: 7 },
      'Ein Schlüssel ist seit 30 Tagen unbenutzt und läuft bis zum <day> ab:',
    ],
    [2, { expires: 7 }, '2 Schlüssel laufen bis zum <day> ab:'],
  ] as const)('states it in German, too: %i, %j', async (count, wanted, expected) => {
    const line = firstLine(await list(count, wanted, 'de'));
    expect(line?.replace(/\d\d\.\d\d\.\d{4}/, '<day>')).toBe(expected);
  });
});

describe('a list that is too long', () => {
  it("leads to the person's keys, but not from those of another owner", async () => {
    const own = await list(101, {});
    expect(lastLine(own)).toBe('Not everything fits here. All of them are in the settings.');
    expect(own.cards).toEqual([{ kind: 'page', page: 'keys' }]);
    expect(await list(101, { owner: platform })).toEqual({ ...own, cards: [] });
  });

  it('says which keys of all owners it counts', async () => {
    expect(lastLine(await list(101, { owner: 'everyone' }))).toBe(
      'Not everything fits here. All keys are under All keys.',
    );
    expect(lastLine(await list(1_001, { owner: 'everyone' }))).toBe(
      'Only the newest 1000 keys were counted. All keys are under All keys.',
    );
    expect(lastLine(await list(1_001, { owner: 'everyone', expires: 'soon' }))).toBe(
      'Only the 1000 keys that expire soonest were counted. All keys are under All keys.',
    );
  });
});
