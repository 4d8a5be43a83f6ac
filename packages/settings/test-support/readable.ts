/** The text of a page's `main` as a person reads it: without markup, and with single spaces. */
export function readable(page: string): string {
  const [, main = page] = /<main[^>]*>([\s\S]*)<\/main>/.exec(page) ?? [];
  return main
    .replace(
      /<(\/?(?:br|p|li|dt|dd|h\d|div|button|a|label|form|section|header|ol|ul|dl|td|th|tr))\b[^>]*>/g,
      ' ',
    )
    .replace(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
