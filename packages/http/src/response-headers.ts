import vary from 'vary';

/** What a response depends on, whichever of the two a route takes. */
const variesOn = ['Authorization', 'X-Api-Key'];
/** Merged with nothing, as for most responses: there is nothing to read then. */
const variesOnThem = variesOn.join(', ');

/**
 * Says that another attempt would get the same response. No RFC defines this header, but the SDKs of Anthropic and OpenAI
 * obey it, and without it Claude Code repeats even a 401 for minutes. A 503 has `Retry-After` instead, which they obey too.
 */
export const noRetry: Readonly<Record<'X-Should-Retry', 'false'>> = { 'X-Should-Retry': 'false' };

/** The headers that make up a refusal. Whoever writes the body of one neither changes nor adds any of them. */
export const refusalHeaderNames: readonly string[] = [
  'WWW-Authenticate',
  'Retry-After',
  'X-Should-Retry',
  'Cache-Control',
  'Vary',
];

/**
 * The `Cache-Control` of a response whose handler set none. `x-api-key` has none of the protection that
 * RFC 9111 §3.5 gives `Authorization`.
 */
export const defaultCacheControl = 'private, no-store';

/** The `Cache-Control` of every refusal. */
export const refusalCacheControl = 'no-store';

/**
 * Adds what every response behind the middleware depends on to the `Vary` that is there.
 *
 * @example
 * mergeVary('Origin'); // 'Origin, Authorization, X-Api-Key'
 */
export function mergeVary(present: string | null | undefined): string {
  // H10
  return present ? vary.append(present, variesOn) : variesOnThem;
}
