/** How many characters of a token come after its kind: a dot, and 65 of base62. */
const afterKind = 66;

/**
 * Makes the function that says whether a URL holds what looks like a token of these kinds, in its path or its query.
 * Whatever is no letter or digit may stand beside it, an underscore too.
 */
export function credentialInUrl(kinds: readonly string[]): (url: string) => boolean {
  const shortest = Math.min(...kinds.map((kind) => kind.length)) + afterKind;
  const pattern = new RegExp(
    `(?<![0-9A-Za-z])(?:${kinds.join('|')})\\.[0-9A-Za-z]{${afterKind - 1}}(?![0-9A-Za-z])`,
  );
  // Most URLs are too short to hold one, and this is on the way of every request.
  return (url) => url.length >= shortest && pattern.test(percentDecoded(url));
}

/** Decodes each byte by itself: `decodeURIComponent` throws at what is no UTF-8, and only ASCII matters here. */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  );
}
