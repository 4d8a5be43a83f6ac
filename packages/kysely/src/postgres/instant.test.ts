import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignClient, temporaryDatabase } from '../../test-support/temporary-database.js';
import { readInstant, writeInstant } from './postgres-dialect.js';

const asText = { getTypeParser: () => (text: string) => text };
/** Instants that PostgreSQL can represent: from 4713 BC on. */
const instants = fc.date({ min: new Date('-004700-01-01'), noInvalidDate: true });

describe('an instant on PostgreSQL', () => {
  it('comes back to the millisecond in any time zone of the server', async () => {
    const client = await foreignClient(await temporaryDatabase());
    const zones = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia');
    await fc.assert(
      fc.asyncProperty(instants, zones, async (at, zone) => {
        await client.query("select set_config('timezone', $1, false)", [zone]);
        const { rows } = await client.query({
          text: 'select $1::timestamptz as at',
          values: [writeInstant(at)],
          types: asText,
        });
        expect(readInstant(rows[0].at)).toEqual(at);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it.each([
    ['2026-01-01 00:00:00+00', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01 00:00:00.1+00', '2026-01-01T00:00:00.100Z'],
    ['2026-01-01 05:30:00.000999+05:30', '2026-01-01T00:00:00.000Z'],
    ['1880-01-01 00:00:00-07:52:58', '1880-01-01T07:52:58.000Z'],
    ['0044-03-15 00:00:00+00 BC', '-000043-03-15T00:00:00.000Z'],
    ['10000-01-01 00:00:00+00', '+010000-01-01T00:00:00.000Z'],
  ])('is read from %s as %s', (text, iso) => {
    expect(readInstant(text)).toEqual(new Date(iso));
  });

  it.each([
    'infinity',
    '-infinity',
    '',
    '01/02/2026 00:00:00 UTC',
    '294276-12-31 23:59:59+00',
    null,
    5,
    new Date(),
  ])('is not %o', (value) => {
    expect(() => readInstant(value)).toThrow(TypeError);
  });
});
