import { PosternError } from './errors.js';
import { isPrefix, prefixForm } from './prefixes.js';
import { tokenPattern } from './token/token-pattern.js';

/** Rules for secret scanners, as the contents of their configuration files. */
export interface ScannerRules {
  /** `.gitleaks.toml`. It extends the rules that Gitleaks comes with. */
  readonly gitleaks: string;
  /** A configuration with a custom detector, for `trufflehog --config`. */
  readonly truffleHog: string;
  /** `.secretlintrc.json`, for the rule `@secretlint/secretlint-rule-pattern`. */
  readonly secretlint: string;
}

/** What the rules are for. */
export interface ScannerRulesOptions {
  /** The name of the rules: lowercase letters, digits and single hyphens, 64 characters at most. */
  readonly name: string;
  /** The prefixes of the tokens: `keys.tokenPrefixes`. */
  readonly prefixes: readonly string[];
}

/**
 * Returns rules with which secret scanners find the tokens of a service in repositories, files and logs. They match the
 * form, as `tokenPattern` does, and don't verify the check at the end of a token.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` if the name or a prefix has another form.
 * @example
 * const rules = scannerRules({ name: 'acme-api-key', prefixes: keys.tokenPrefixes });
 * console.log(rules.gitleaks);
 */
export function scannerRules({ name, prefixes }: ScannerRulesOptions): ScannerRules {
  // These files have three syntaxes. Without quotes, backslashes and spaces, nothing needs to be escaped.
  if (typeof name !== 'string' || name.length > 64 || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))
    throw invalid('name must be lowercase letters, digits and single hyphens, 64 characters at most');
  if (!Array.isArray(prefixes) || prefixes.length === 0 || !prefixes.every(isPrefix))
    throw invalid(
      `prefixes must be an array of one or more prefixes, such as keys.tokenPrefixes; each is ${prefixForm}`,
    );
  const { source } = tokenPattern(prefixes);
  const keywords = prefixes.map((prefix) => `${prefix}.`);
  return {
    gitleaks: gitleaksRule(name, source, keywords),
    truffleHog: truffleHogDetector(name, source, keywords),
    secretlint: secretlintRule(name, source),
  };
}

function invalid(message: string): PosternError {
  return new PosternError('ERR_INVALID_ARGUMENT', `scannerRules: ${message}`);
}

/** @see https://github.com/gitleaks/gitleaks#configuration */
function gitleaksRule(name: string, source: string, keywords: readonly string[]): string {
  return `[extend]
useDefault = true

[[rules]]
id = "${name}"
description = "A token that gives access to an API. Revoke it."
regex = '''${source}'''
keywords = [${keywords.map((keyword) => `"${keyword}"`).join(', ')}]
`;
}

/** @see https://docs.trufflesecurity.com/custom-detectors */
function truffleHogDetector(name: string, source: string, keywords: readonly string[]): string {
  return `detectors:
  - name: ${name}
    keywords:
${keywords.map((keyword) => `      - ${keyword}\n`).join('')}    regex:
      token: '${source}'
`;
}

/** @see https://github.com/secretlint/secretlint/blob/master/docs/rules/pattern.md */
function secretlintRule(name: string, source: string): string {
  const patterns = [{ name, patterns: [`/${source}/`] }];
  const rule = { id: '@secretlint/secretlint-rule-pattern', options: { patterns } };
  return `${JSON.stringify({ rules: [rule] }, null, 2)}\n`;
}
