import { tokenPattern } from '@postern/core';

/** Makes the function that says whether the query of a URL holds what looks like a token of these kinds. */
export function credentialInUrl(kinds: readonly string[]): (url: string) => boolean {
  const pattern = tokenPattern(kinds);
  return (url) => {
    const start = url.indexOf('?');
    return start !== -1 && percentDecoded(url.slice(start + 1)).search(pattern) !== -1;
  };
}

/** Decodes each byte by itself: `decodeURIComponent` throws at what is no UTF-8, and only ASCII matters here. */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  );
}
