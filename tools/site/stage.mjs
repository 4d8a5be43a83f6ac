// Writes what VitePress builds: the pages of the repository with links that are right on the site, and the reference.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { resolveLinks } from './links.mjs';
import { forgottenPages, read, sitePages } from './pages.mjs';
import { referenceModules } from './reference.mjs';
import { staged } from './site.mjs';

/**
 * Writes all pages but those of the reference.
 *
 * @throws if a page is not in docs/README.md, or a link leads nowhere.
 */
export function stagePages() {
  const forgotten = forgottenPages();
  if (forgotten.length > 0) throw new Error(`not in docs/README.md, add a line: ${forgotten.join(', ')}`);
  const pages = sitePages();
  for (const { source, url, summary } of pages)
    writePage(url, { source, summary, markdown: resolveLinks({ source, markdown: read(source), pages }) });
}

/** Writes the page with which the reference begins. */
export function stageReferenceIndex() {
  const items = referenceModules().map(({ name, url }) => `- [${name}](${url})`);
  const markdown = `# API reference\n\nEvery export, by the name that you import.\n\n${items.join('\n')}\n`;
  writePage('/reference/', { summary: 'every export, from the doc comments', markdown });
}

function writePage(url, { source, summary, markdown }) {
  const path = `${staged}${fileOf(url)}`;
  mkdirSync(dirname(path), { recursive: true });
  const matter = [
    `description: ${JSON.stringify(summary)}`,
    ...(source === undefined ? ['editLink: false'] : [`source: ${source}`]),
  ];
  writeFileSync(path, `---\n${matter.join('\n')}\n---\n\n${markdown}`);
}

/** The Markdown file of a page: `/http` is `http.md`, `/reference/` is `reference/index.md`. */
export function fileOf(url) {
  return `${url.slice(1)}${url.endsWith('/') ? 'index' : ''}.md`;
}
