import { tokenPattern } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskTokens, tokenMasker } from './mask-tokens.js';

const kinds = ['user', 'team'];
// A token with the right form, the same in every run, because how random it looks matters.
const token = 'user.ETvw493ZdW29LRhNzg3L8vPqRb2XkYcZiNKCqxrTd9loa9JITualTNwJlty39PGfT';
const keyId = token.slice(5, 21);
const display = `${token.slice(0, 13)}…`;

describe('M08 a text that contains a token', () => {
  const written: Readonly<Record<string, string>> = {
    unchanged: token,
    'in quotes': `"${token}"`,
    'in a header': `Authorization: Bearer ${token}`,
    'after other letters': `x${token}`,
    'before other letters': `${token}abc`,
    'without its last characters': token.slice(0, -20),
    'cut off within the secret': token.slice(0, 24),
    'with a capital in its kind': `User.${token.slice(5)}`,
    'broken over two lines': `${token.slice(0, 40)}\n${token.slice(40)}`,
    'broken over three, with spaces': `${token.slice(0, 30)}\r\n  ${token.slice(30, 55)}\r\n  ${token.slice(55)}`,
    'with an invisible character inside': `${token.slice(0, 33)}\u200b${token.slice(33)}`,
    twice: `${token} ${token}`,
    'continued in a shell': `${token.slice(0, 35)} \\\n${token.slice(35)}`,
    'quoted in an email': `${token.slice(0, 35)}\n> ${token.slice(35)}`,
    'in quoted-printable': `${token.slice(0, 35)}=\n${token.slice(35)}`,
    'concatenated in a program': `${token.slice(0, 35)}" +\n  "${token.slice(35)}`,
    'with an escaped line break': `${token.slice(0, 35)}\\n${token.slice(35)}`,
    'with a tag inside': `${token.slice(0, 35)}<wbr>${token.slice(35)}`,
    'in bold': `${token.slice(0, 35)}**${token.slice(35)}`,
    'in a table': `| ${token.slice(0, 35)} | ${token.slice(35)} |`,
    'over two lines, followed by a letter': `${token.slice(0, 35)}\n${token.slice(35)}x`,
    'over two lines, and truncated': `${token.slice(0, 30)}\n${token.slice(30, 68)}`,
    'with a line break after its dot': `user.\n${token.slice(5, 40)}\n${token.slice(40)}`,
    'with a space between key ID and secret': `${token.slice(0, 21)} ${token.slice(21, 62)}`,
  };
  for (const [how, text] of Object.entries(written))
    it(`shows the display form instead of a token: ${how}`, () => {
      const masked = maskTokens(`Why is ${text} refused?`, kinds);
      expect(masked.text).toContain(display);
      expect(masked.text).toMatch(/^Why is .* refused\?$/s);
      for (const part of [token.slice(22, 34), token.slice(40, 52)]) expect(masked.text).not.toContain(part);
      expect(new Set(masked.keyIds)).toEqual(new Set([keyId]));
      expect(masked.masked).toBe(true);
    });

  it('shows an ellipsis instead of a secret that is alone, or after an encoded dot', () => {
    for (const text of [token.slice(21), token.slice(5), `user%2E${token.slice(5)}`]) {
      const masked = maskTokens(`It is ${text}.`, kinds);
      expect(masked.text).toMatch(/^It is (user%)?…\.$/);
      expect(masked).toMatchObject({ masked: true, keyIds: [] });
    }
  });

  it('shows an ellipsis instead of a secret without a kind that is in pieces', () => {
    const body = token.slice(5);
    for (const pieces of [
      [body.slice(0, 24), body.slice(24)],
      [body.slice(0, 16), body.slice(16, 40), body.slice(40)],
    ])
      expect(maskTokens(`It is ${pieces.join(' \\\n')}.`, kinds).text).toBe('It is ….');
  });

  it('shows no token that was folded into lines of any width from 13 characters on', () => {
    for (let width = 13; width <= 80; width += 1)
      for (const ending of ['\n', '\r\n    ']) {
        const lines = token.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
        const { text } = maskTokens(`My key:\n${lines.join(ending)}\nIs it good?`, kinds);
        expect({ width, text }).toEqual({ width, text: `My key:\n${display}\nIs it good?` });
      }
  });

  it('shows no token after a word that looks like the beginning of one', () => {
    for (const before of ['user. ', 'user.name of ', 'team.abcdefgh ', 'user.'])
      expect(maskTokens(`${before}${token}`, kinds).text).toBe(`${before}${display}`);
  });

  it('contains no token after masking, whatever text is around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const { text, masked } = maskTokens(`${before}${token}${after}`, kinds);
        expect(masked).toBe(true);
        expect(text).not.toMatch(tokenPattern(kinds));
        expect(text).not.toContain(token.slice(21, 64));
      }),
    );
  });
});

describe('P09 a part of a token that is long enough to be completed', () => {
  it.each([64, 49, 43, 42, 40, 36, 33, 28])('is masked: the last %d characters', (length) => {
    const masked = maskTokens(`my key ends in ${token.slice(-length)}, why is it 401?`, kinds);
    expect(masked.text).not.toContain(token.slice(-length, -length + 12));
    expect(masked.masked).toBe(true);
  });

  it('is masked in pieces', () => {
    const tail = token.slice(-42);
    for (const text of [
      `${tail.slice(0, 20)} \\\n${tail.slice(20)}`,
      `${tail.slice(0, 25)}\n> ${tail.slice(25)}`,
    ])
      expect(maskTokens(text, kinds).text).not.toContain(tail.slice(0, 12));
  });

  it.each([8, 9, 10, 11, 16, 20])('is masked in lines of %d characters, without a kind', (width) => {
    for (const text of [token.slice(5), token.slice(21)]) {
      const lines = text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      const masked = maskTokens(`My key:\n${lines.join('\n')}\nIs it good?`, kinds);
      expect(masked.text).not.toContain(text.slice(0, width));
      expect(masked.text).not.toContain(lines.at(-2));
    }
  });

  it('is masked after its kind and a gap', () => {
    expect(maskTokens(`user. ${token.slice(21, 60)}`, kinds).text).not.toContain(token.slice(25, 40));
  });
});

describe('M08 a text that contains a token whose prefix has underscores', () => {
  const prefixes = ['acme_user', 'team', 'user', 'acme2corp_service_account_v2'];
  const body = token.slice(5);
  const own = `acme_user.${body}`;
  const shown = `acme_user.${body.slice(0, 8)}…`;

  it.each([
    ['unchanged', own],
    ['in a URL', `https://api.example/x?key=${own}&y=1`],
    ['in an assignment', `ACME_KEY=${own}`],
    ['after an underscore', `my_${own}`],
    ['after other letters', `x${own}`],
    ['in capitals', `ACME_USER.${body}`],
    ['with a capital', `Acme_User.${body}`],
    ['escaped in Markdown', `acme\\_user.${body}`],
    ['in emphasis of Markdown', `_${own}_`],
    ['without its last characters', own.slice(0, -20)],
    ['cut off within the secret', own.slice(0, 29)],
    ['broken over two lines', `${own.slice(0, 40)}\n${own.slice(40)}`],
    ['with a line break after its dot', `acme_user.\n${body.slice(0, 35)}\n${body.slice(35)}`],
    ['with an invisible character inside', `${own.slice(0, 33)}\u200b${own.slice(33)}`],
    ['with a tag inside', `${own.slice(0, 35)}<wbr>${own.slice(35)}`],
  ])('shows the display form instead of a token: %s', (_how, text) => {
    const masked = maskTokens(`Why is ${text} refused?`, prefixes);
    expect(masked.text).toContain(shown);
    expect(masked.text).toMatch(/^Why is .* refused\?$/s);
    for (const part of [body.slice(17, 29), body.slice(35, 47)]) expect(masked.text).not.toContain(part);
    expect(masked).toMatchObject({ keyIds: [keyId], masked: true });
  });

  it('shows the text before a token, up to the beginning of its prefix', () => {
    for (const before of ['', 'x', 'my_', 'acme_', 'acme-', 'x acme ', 'user_', 'Ab12Cd34_'])
      expect(maskTokens(`${before}${own}`, prefixes).text).toBe(`${before}${shown}`);
  });

  it('shows each of several tokens, whichever prefixes they have, in one list', () => {
    const all = prefixes.map((prefix) => `${prefix}.${body}`);
    const masked = maskTokens(all.join('\n'), prefixes);
    expect(masked.text).toBe(prefixes.map((prefix) => `${prefix}.${body.slice(0, 8)}…`).join('\n'));
    const cut = maskTokens(all.map((one) => one.slice(0, -9)).join('\n'), prefixes);
    expect(cut.text).toBe(masked.text);
  });

  it('shows the display form if a line breaks within the prefix', () => {
    for (const prefix of prefixes) {
      const one = `${prefix}.${body}`;
      for (let width = 13; width <= 80; width += 1) {
        const lines = one.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
        const shown = `My key:\n${prefix}.${body.slice(0, 8)}…\nIs it good?`;
        for (const ending of ['\n', '\r\n> ', ' \\\n  ']) {
          const { text } = maskTokens(`My key:\n${lines.join(ending)}\nIs it good?`, prefixes);
          if (prefix.length % width !== 0)
            expect({ prefix, width, text }).toEqual({ prefix, width, text: shown });
          else expect(text).toMatch(/^My key:[\w\s>\\]+\.…\nIs it good\?$/);
        }
      }
    }
  });

  it('contains no token after masking, whatever the prefixes and the text around it', () => {
    const prefix = fc.stringMatching(/^[a-z](_?[a-z0-9]){0,15}$/);
    fc.assert(
      fc.property(fc.string(), prefix, prefix, fc.string(), (before, one, other, after) => {
        const { text, masked, keyIds } = maskTokens(`${before}${one}.${body}${after}`, [other, one]);
        expect(masked).toBe(true);
        expect(keyIds).toContain(keyId);
        expect(text).not.toMatch(tokenPattern([one, other]));
        expect(text).not.toContain(token.slice(21, 64));
      }),
    );
  });

  it('is not changed if it has only words, display forms and properties', () => {
    for (const text of [
      `Is ${shown} the same as ${keyId}?`,
      'acme_user.name and acme_user.membership_of_organisation are columns of acme_user',
      'see acme_user.international and docs/acme_user.md',
    ])
      expect(maskTokens(text, prefixes)).toEqual({ text, keyIds: [], masked: false });
  });

  it('is searched in time that grows with its length, however hostile it is', () => {
    const before = process.cpuUsage();
    for (const piece of ['acme_user.', 'acme_', '_user.', 'acme2corp_', 'acme_user.abcdefgh\n'])
      maskTokens(piece.repeat(100_000), prefixes);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });

  it('is searched in such time also if line breaks in a prefix could be read in many ways', () => {
    const before = process.cpuUsage();
    for (const [count, gap] of [
      [20, '\n\n'],
      [13, '\n\n\n'],
      [8, '\n\n\n\n\n'],
    ] as const) {
      const start = [...'acme2corp_service_account_v'];
      const broken = start.map((character, index) => character + (index < count ? gap : ''));
      maskTokens(`${broken.join('')}x.`.repeat(20), prefixes);
    }
    maskTokens(`${[...'a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p'].join('\n\\')}x.`.repeat(20), [
      'a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q',
    ]);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});

describe('a text without a token', () => {
  it('is not changed', () => {
    const texts = [
      'Create an API key for me called "CI Pipeline"',
      `What became of ${keyId}? It was shown as ${display}`,
      `${keyId}, ${keyId}, ${keyId} and ${keyId}`,
      `“A” ${display} live\n“B” ${display} live, of user.Ab12Cd34Ef56Gh78 and createApiKeysForTeams`,
      'user.name and team.members are properties of internationalisation somewhere',
      '',
    ];
    for (const text of texts) expect(maskTokens(text, kinds)).toEqual({ text, keyIds: [], masked: false });
  });

  it('is searched in time that grows with its length, however hostile it is', () => {
    const before = process.cpuUsage();
    for (const piece of ['user.', 'user.abcdefgh ', 'user.abcdefgh\u200b', 'a ', 'user.aaaaaaaa\n'])
      maskTokens(piece.repeat(100_000), kinds);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });
});

describe('P09 a text that arrives in pieces', () => {
  const prefixes = ['user', 'team', 'acme_user', 'acme2corp_service_account_v2'];
  const tail = fc.constantFrom(
    token.slice(5),
    token.slice(5, 40),
    token.slice(21),
    token.slice(-42),
    'aB3'.repeat(30),
  );
  const folded = fc
    .tuple(
      fc.constantFrom(...prefixes, 'no'),
      tail,
      fc.integer({ min: 7, max: 80 }),
      fc.constantFrom('\n', '\n> ', ' \\\n  '),
    )
    .map(([prefix, body, width, ending]) =>
      ((prefix === 'no' ? '' : `${prefix}.`) + body).replace(
        new RegExp(`(.{${width}})(?=.)`, 'g'),
        `$1${ending}`,
      ),
    );
  const word = fc.constantFrom(
    'key',
    'user.',
    'acme_',
    'createApiKeys',
    'ключ',
    '🔑🔑',
    ' ',
    '\n',
    '.',
    '…',
    '<wbr>',
    ' '.repeat(15),
    'of the',
  );
  const text = fc
    .array(fc.oneof(folded, word, fc.string()), { maxLength: 25 })
    .map((parts) => parts.join(''));

  /** Cuts a text into pieces of lengths that repeat. */
  function cut(whole: string, lengths: readonly number[]): readonly string[] {
    const pieces: string[] = [];
    for (let at = 0, turn = 0; at < whole.length; turn += 1) {
      const length = lengths[turn % lengths.length] ?? 1;
      pieces.push(whole.slice(at, at + length));
      at += length;
    }
    return pieces;
  }

  it('is masked as if it had arrived as a whole, and never shows more than that', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(text, lengths, (whole, sizes) => {
        const masker = tokenMasker(prefixes);
        const masked = maskTokens(whole, prefixes).text;
        let shown = '';
        for (const piece of cut(whole, sizes)) {
          shown += masker.push(piece);
          expect(masked.startsWith(shown)).toBe(true);
        }
        expect(shown + masker.end()).toBe(masked);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['English', 'The key was deleted by an admin. '],
    ['Russian', 'Ключ был удалён администратором. '],
    ['emoji', '🔑🗝️🔑'],
  ])('is shown soon, in %s', (_language, sentence) => {
    const masker = tokenMasker(['user', 'team']);
    const whole = sentence.repeat(20);
    const shown = [...whole].map((character) => masker.push(character)).join('');
    expect(shown.length).toBeGreaterThan(whole.length - 100);
    expect(whole.startsWith(shown)).toBe(true);
    expect(shown).not.toMatch(/\p{Cs}/u);
  });

  it('is masked in time that grows with its length', () => {
    const before = process.cpuUsage();
    const masker = tokenMasker(prefixes);
    for (let count = 0; count < 20_000; count += 1) masker.push('user.abcdefgh and ');
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });

  it('F12 is masked in such time even if it has no end of a word, and nothing can be shown', () => {
    const before = process.cpuUsage();
    const masker = tokenMasker(prefixes);
    for (let count = 0; count < 150_000; count += 1) expect(masker.push('a1b2')).toBe('');
    expect(masker.end()).toBe('…');
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });
});
