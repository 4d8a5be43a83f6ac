import { readFileSync } from 'node:fs';
import ts from 'typescript';
import type { Anchor } from './anchors.js';
import type { Edit } from './edits.js';

/** An edit, and where it is made. */
export interface MadeEdit {
  readonly edit: Edit;
  readonly anchor: Anchor;
}

/** TypeScript's errors for a name or a property that does not exist, with and without a suggestion. */
const unknownName: ReadonlySet<number> = new Set([2304, 2552, 2339, 2551]);

/**
 * Returns a function that finds undeclared names in edited code: an edit of each file at most, because checking all of
 * them together takes hardly longer than one. Otherwise, after a renaming, a test could fail because
 * of the edit itself, and the defence would only seem to matter. Types are not checked: those of an edit may be wrong.
 */
export function unknownNames(
  root: string,
  anchors: readonly Anchor[],
): (made: readonly MadeEdit[]) => readonly string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.tests.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const sources = new Map(
    [...new Set(anchors.map(({ file }) => file))].map((file) => [
      `${root}${file}`,
      { text: readFileSync(`${root}${file}`, 'utf8'), version: 0 },
    ]),
  );
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [...sources.keys()],
    getScriptVersion: (path) => String(sources.get(path)?.version ?? 0),
    getScriptSnapshot(path) {
      const text = sources.get(path)?.text ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });

  function update(path: string, text: string): void {
    const source = sources.get(path);
    if (source === undefined) throw new Error(`${path} has no anchor`);
    sources.set(path, { text, version: source.version + 1 });
  }

  function errorsIn({ anchor }: MadeEdit): readonly string[] {
    const path = `${root}${anchor.file}`;
    const names = service.getSemanticDiagnostics(path).filter(({ code }) => unknownName.has(code));
    return [...service.getSyntacticDiagnostics(path), ...names].map(
      ({ messageText }) =>
        `${anchor.name} in ${anchor.file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  }

  return (made) => {
    const originals = made.map(({ edit, anchor }) => {
      const path = `${root}${anchor.file}`;
      const original = sources.get(path)?.text ?? '';
      update(path, edit.apply(original, anchor));
      return [path, original] as const;
    });
    const errors = made.flatMap(errorsIn);
    for (const [path, original] of originals) update(path, original);
    return errors;
  };
}
