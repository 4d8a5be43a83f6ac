// llms.txt and its companions (https://llmstxt.org): the same pages as Markdown, for programs that read.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pageGroups, read } from './pages.mjs';
import { referenceModules } from './reference.mjs';
import { dist, siteUrl, staged } from './site.mjs';
import { fileOf } from './stage.mjs';

/** Pages about Postern's own development. In llms.txt, a reader that is short of space leaves out what is optional. */
const optionalGroup = 'How it is built';

/** Writes every page as Markdown next to its HTML, `llms.txt` with all pages, and `llms-full.txt` with their text. */
export function writeLlmsFiles() {
  for (const path of readdirSync(staged, { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.md')) write(path, portable(staged + path));
  const groups = pageGroups();
  write('llms.txt', llmsText(groups));
  const pages = groups.filter(({ title }) => title !== optionalGroup).flatMap(({ pages }) => pages);
  const texts = pages
    .filter(({ source }) => source !== undefined)
    .map(({ url }) => portable(staged + fileOf(url)));
  write('llms-full.txt', `${texts.map((text) => text.trim()).join('\n\n---\n\n')}\n`);
}

function llmsText(groups) {
  const optional = groups.find(({ title }) => title === optionalGroup);
  if (optional === undefined) throw new Error(`docs/README.md has no group '${optionalGroup}'`);
  const main = groups.filter((group) => group !== optional);
  return [
    '# Postern',
    `> ${summaryOfReadme()}`,
    ...main.map(({ title, pages }) => section(title, pages.map(pageItem))),
    section('API reference', referenceModules().map(moduleItem)),
    section('Optional', optional.pages.flatMap((page) => [page, ...page.children]).map(pageItem)),
  ]
    .join('\n\n')
    .concat('\n');
}

const section = (title, items) => `## ${title}\n\n${items.join('\n')}`;

function pageItem({ title, url, summary }) {
  return `- [${title}](${siteUrl}${fileOf(url)})${summary === '' ? '' : `: ${summary}`}`;
}

function moduleItem({ name, url, exports }) {
  return `- [${name}](${siteUrl}${fileOf(url)}): ${exports.map(({ title }) => title).join(', ')}`;
}

/** The paragraph after the title. */
function summaryOfReadme() {
  return read('README.md').split('\n\n')[1].replaceAll('\n', ' ');
}

/** A page without front matter, whose links work from anywhere. */
function portable(path) {
  return readFileSync(path, 'utf8')
    .replace(/^---\n[\s\S]*?\n---\n\n/, '')
    .replaceAll(/\]\(\/([^)#]*)(#[^)]*)?\)/g, (_, path, hash = '') => {
      const file = /\.\w+$/.test(path) ? path : fileOf(`/${path}`);
      return `](${siteUrl}${file}${hash})`;
    });
}

function write(path, text) {
  mkdirSync(dirname(dist + path), { recursive: true });
  writeFileSync(dist + path, text);
}
