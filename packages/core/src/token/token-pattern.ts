/**
 * Makes the pattern that finds tokens in a text: in logs, repositories, chat messages. It looks at the form alone;
 * checks are not computed.
 *
 * @example
 * tokenPattern(['user', 'team']); // /\b(?:user|team)\.[0-9A-Za-z]{65}\b/g
 */
export function tokenPattern(kinds: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${kinds.join('|')})\\.[0-9A-Za-z]{65}\\b`, 'g');
}

/** Says whether something of a token's form stands in a text, whatever its kind. */
export function holdsToken(text: string): boolean {
  return /\.[0-9A-Za-z]{65}/.test(text);
}
