/** Returns the rows of the first table under a heading, each as its cells, without the header row. */
export function tableUnder(markdown: string, heading: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  const section = lines.slice(lines.findIndex((line) => new RegExp(`^#+ ${heading}$`).test(line)));
  const start = section.findIndex((line) => line.startsWith('|'));
  const rows = section.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Removes the backticks from a cell. */
export function plain(cell = ''): string {
  return cell.replaceAll('`', '');
}
