// Writes what VitePress builds: the pages of the repository with links that are right on the site, and the reference.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
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
  cpSync(`${import.meta.dirname}/public`, `${staged}public`, { recursive: true });
  const pages = sitePages();
  for (const { source, url, summary } of pages)
    writePage(url, { source, summary, markdown: resolveLinks({ source, markdown: read(source), pages }) });
}

/** Writes the page with which the reference begins. */
export function stageReferenceIndex() {
  const sections = referenceModules().map(({ name, url, exports }) => {
    const functions = exports.filter(({ title }) => title.endsWith('()'));
    const links = (functions.length > 0 ? functions : exports).map(
      (each) => `[\`${each.title}\`](${each.url})`,
    );
    return `## [${name}](${url})\n\n${links.join(' ')}\n`;
  });
  const intro = 'The functions of each package. Its own page also lists the types.';
  const markdown = `# API reference\n\n${intro}\n\n${sections.join('\n')}`;
  writePage('/reference/', { summary: 'every export, from the doc comments', markdown });
}

function writePage(url, { source, summary, markdown }) {
  const path = `${staged}${fileOf(url)}`;
  mkdirSync(dirname(path), { recursive: true });
  const matter = [
    `description: ${JSON.stringify(summary)}`,
    ...(url === '/' ? ['titleTemplate: API keys for Node, Bun and Deno', 'pageClass: home'] : []),
    ...(source === undefined ? ['editLink: false'] : [`source: ${source}`]),
  ];
  writeFileSync(path, `---\n${matter.join('\n')}\n---\n\n${markdown}`);
}

/** The Markdown file of a page: `/http` is `http.md`, `/reference/` is `reference/index.md`. */
export function fileOf(url) {
  return `${url.slice(1)}${url.endsWith('/') ? 'index' : ''}.md`;
}
