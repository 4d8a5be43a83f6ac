import { describe, expect, it } from 'vitest';
import { scannerRules } from './scanner-rules.js';

const rules = scannerRules({ name: 'acme-api-key', prefixes: ['acme_user', 'acme_team'] });
const pattern = '\\b(?:acme_user|acme_team)\\.[0-9A-Za-z]{65}\\b';

describe('scannerRules', () => {
  it('returns the configuration of Gitleaks', () => {
    expect(rules.gitleaks.split('\n')).toEqual([
      '[extend]',
      'useDefault = true',
      '',
      '[[rules]]',
      'id = "acme-api-key"',
      'description = "A token that gives access to an API. Revoke it."',
      `regex = '''${pattern}'''`,
      'keywords = ["acme_user.", "acme_team."]',
      '',
    ]);
  });

  it('returns the configuration of TruffleHog', () => {
    expect(rules.truffleHog.split('\n')).toEqual([
      'detectors:',
      '  - name: acme-api-key',
      '    keywords:',
      '      - acme_user.',
      '      - acme_team.',
      '    regex:',
      `      token: '${pattern}'`,
      '',
    ]);
  });

  it('returns the configuration of secretlint', () => {
    const patterns = [{ name: 'acme-api-key', patterns: [`/${pattern}/`] }];
    expect(JSON.parse(rules.secretlint)).toEqual({
      rules: [{ id: '@secretlint/secretlint-rule-pattern', options: { patterns } }],
    });
  });

  it('returns a pattern for RE2, which Gitleaks and TruffleHog use: no look-around and no back-reference', () => {
    const [, regex = ''] = /'''(.*)'''/.exec(rules.gitleaks) ?? [];
    expect(regex).toMatch(/^(?:\\b|\(\?:[a-z0-9_|]+\)|\\\.|\[0-9A-Za-z\]\{65\})+$/);
  });
});

it.each([
  [{ name: 'Acme', prefixes: ['acme'] }, 'scannerRules: name must be lowercase letters'],
  [{ name: "a'''", prefixes: ['acme'] }, 'scannerRules: name must be'],
  [{ name: 'a\nb', prefixes: ['acme'] }, 'scannerRules: name must be'],
  [{ name: 'acme', prefixes: [] }, 'scannerRules: prefixes must be an array of one or more prefixes'],
  [{ name: 'acme', prefixes: 'acme' }, 'scannerRules: prefixes must be an array'],
  [{ name: 'acme', prefixes: ['acme.'] }, 'without the dot'],
  [{ name: 'acme', prefixes: ["a'"] }, 'scannerRules: prefixes must be'],
])('scannerRules refuses what could not be in all three files: %j', (options, message) => {
  expect(() => scannerRules(options as never)).toThrow(message);
  expect(() => scannerRules(options as never)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
  );
});
