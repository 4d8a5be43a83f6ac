import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the repository, with a slash at its end. */
export const root: string = fileURLToPath(new URL('../../../../', import.meta.url));

/** One page of the documentation. */
export interface Page {
  /** Its path from the root of the repository. */
  readonly path: string;
  readonly markdown: string;
}

/** Reads every page that someone could copy code from. */
export function documentationPages(): readonly Page[] {
  const docs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' });
  const paths = [
    ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
    ...docs.filter((path) => path.endsWith('.md')).map((path) => `docs/${path}`),
    ...['packages', 'examples'].flatMap((folder) =>
      readdirSync(root + folder).map((name) => `${folder}/${name}/README.md`),
    ),
  ];
  return paths.filter((path) => existsSync(root + path)).map(readPage);
}

/** Reads one page. */
export function readPage(path: string): Page {
  return { path, markdown: readFileSync(root + path, 'utf8') };
}
