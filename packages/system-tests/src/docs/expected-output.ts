/**
 * Says whether a program printed what the page says. `…` stands for anything within a line; a line of `…` alone stands
 * for any number of lines, also none.
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

/** Lines as they look on a screen: no carriage returns, no white space at the end, one line end after the last. */
function normalized(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return `${lines.join('\n').trimEnd()}\n`;
}
