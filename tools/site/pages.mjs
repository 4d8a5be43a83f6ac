// The pages of the site, read from docs/README.md. The navigation, llms.txt and the check that no page was forgotten
// all come from here, so a new page is one line in that list.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { root, siteUrl } from './site.mjs';

const index = 'docs/README.md';

/** The groups of docs/README.md, in its order, each with its pages. */
export function pageGroups() {
  const groups = read(index)
    .split(/^## /m)
    .slice(1)
    .map((section) => ({ title: section.split('\n')[0], pages: listed(index, section) }));
  if (groups.some(({ pages }) => pages.length === 0)) throw new Error(`${index} has a group without pages`);
  return groups;
}

/** All pages of the site that are files of the repository, without duplicates. */
export function sitePages() {
  const page = { source: index, url: urlOf(index), title: 'All pages', summary: 'every page, in groups' };
  const listedPages = pageGroups().flatMap(({ pages }) => pages.flatMap((each) => [each, ...each.children]));
  return [...listedPages.filter(({ source }) => source !== undefined), page];
}

/** Markdown files that readers would look for, and that are not in the list. */
export function forgottenPages() {
  const known = new Set(sitePages().map(({ source }) => source));
  return readerFiles().filter((path) => !known.has(path));
}

/** Reads one file of the repository. */
export function read(path) {
  return readFileSync(root + path, 'utf8');
}

function readerFiles() {
  const docs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md'));
  const readmes = ['packages', 'examples'].flatMap((folder) =>
    readdirSync(root + folder)
      .map((name) => `${folder}/${name}/README.md`)
      .filter((path) => existsSync(root + path)),
  );
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs, ...readmes];
}

/** The items of a list: `- [title](target): summary`, or numbered and without a summary. */
function listed(from, markdown) {
  const items = markdown.matchAll(/^(?:-|\d+\.) \[(.+?)\]\((.+?)\)(?:: ((?:.+\n?)(?: {2,}.+\n?)*))?/gm);
  return Array.from(items, ([, title, target, summary = '']) => ({
    title,
    summary: summary.replaceAll(/\s+/g, ' ').trim(),
    ...(target.startsWith(siteUrl)
      ? { url: `/${target.slice(siteUrl.length)}`, children: [] }
      : pageAt(posix.join(posix.dirname(from), target))),
  }));
}

/** A README below docs/ lists the pages next to it. */
function pageAt(source) {
  const isList = source.startsWith('docs/') && source.endsWith('/README.md');
  return { source, url: urlOf(source), children: isList ? listed(source, read(source)) : [] };
}

/** `docs/http.md` is `/http`, `packages/hono/README.md` is `/packages/hono`, and the README is `/`. */
function urlOf(source) {
  if (source === 'README.md') return '/';
  if (source === index) return '/all-pages';
  const path = source
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .replace(/\/README$/, '');
  return `/${path.toLowerCase()}`;
}
