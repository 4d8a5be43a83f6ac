/** A change to the code of core that no unit test of core notices. */
export interface Survivor {
  /** The path below `packages/core/src`. */
  readonly file: string;
  readonly code: string;
  readonly becomes: string;
  /** Why it is acceptable. */
  readonly reason: string;
}

/** Reads the survivors that docs/mutation.md lists. In a table cell, `\|` is an escaped bar. */
export function survivorsOfPage(markdown: string): readonly Survivor[] {
  const [, section = ''] = markdown.split('\n## Survivors\n');
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => {
    const [, file, code, becomes, reason] = row
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
    return { file: unquoted(file), code: unquoted(code), becomes: unquoted(becomes), reason: reason ?? '' };
  });
}

/** Removes the backticks around a cell: one or two on each side. */
function unquoted(cell = ''): string {
  return cell.replace(/^(`+) ?(.*?) ?\1$/, '$2');
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** The part of Stryker's report that is read here. */
interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly status: string;
          readonly replacement?: string;
          readonly location: { readonly start: Position; readonly end: Position };
        }[];
      }
    >
  >;
}

/** Reads the survivors from a report, only for files that have not changed since. */
export function survivorsOfReport(
  json: string,
  sourceOf: (file: string) => string,
): { readonly files: readonly string[]; readonly survivors: readonly Survivor[] } {
  const { files } = JSON.parse(json) as Report;
  const current = Object.entries(files)
    .map(([path, { source, mutants }]) => ({ file: path.replace('packages/core/src/', ''), source, mutants }))
    .filter(({ file, source }) => source === sourceOf(file));
  const survivors = current.flatMap(({ file, source, mutants }) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ replacement = '', location }) => ({
        file,
        code: onOneLine(source.slice(offsetOf(source, location.start), offsetOf(source, location.end))),
        becomes: onOneLine(replacement),
        reason: '',
      })),
  );
  return { files: current.map(({ file }) => file), survivors };
}

function offsetOf(source: string, { line, column }: Position): number {
  const before = source.split('\n').slice(0, line - 1);
  return before.join('\n').length + (line === 1 ? 0 : 1) + column - 1;
}

function onOneLine(code: string): string {
  return code.replaceAll(/\s+/g, ' ');
}
