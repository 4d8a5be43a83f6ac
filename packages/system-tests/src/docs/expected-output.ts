/**
 * Checks whether a program printed what the page says. `…` matches anything within a line; a line with only `…` matches
 * any number of lines, including none.
 */
export function isExpectedOutput(printed: string, expected: string): boolean {
  return new RegExp(`^${pattern(expected)}$`).test(normalized(printed));
}

function pattern(expected: string): string {
  const lines = normalized(expected).slice(0, -1).split('\n');
  return lines.map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${linePattern(line)}\\n`)).join('');
}

function linePattern(line: string): string {
  const texts = line.split('…').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return texts.join('.*');
}

/** Removes carriage returns and trailing whitespace, and ends the text with exactly one line end. */
function normalized(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return `${lines.join('\n').trimEnd()}\n`;
}
