// Links that are right in the repository become links that are right on the site.
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { repositoryUrl, root, siteUrl, staged } from './site.mjs';

/**
 * Rewrites the links of a page. Links to pages lead to the pages of the site, images are copied, and everything else
 * leads to the repository.
 *
 * @throws if a link leads nowhere.
 */
export function resolveLinks({ source, markdown, pages }) {
  const urls = new Map(pages.map((page) => [page.source, page.url]));
  return markdown.replaceAll(codeOrLink, (match, _fence, _ticks, target) =>
    target === undefined ? match : `](${resolve(source, target, urls)})`,
  );
}

/** A fenced block or a code span, which stay as they are, or the target of a link. */
const codeOrLink =
  /^ *(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\1 *$|(`+)(?!`)(?:(?!\n\n)[\s\S])*?(?<!`)\2(?!`)|\]\(([^)\s]+)\)/gm;

function resolve(source, target, urls) {
  if (target.startsWith(siteUrl)) return `/${target.slice(siteUrl.length)}`;
  if (/^(#|[a-z]+:)/.test(target)) return target;
  const [path, anchor] = target.split('#');
  const file = posix.join(posix.dirname(source), path);
  if (!existsSync(root + file)) throw new Error(`${source} links to ${target}, which does not exist`);
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (urls.has(file)) return urls.get(file) + hash;
  if (/\.(png|jpg|svg|webp)$/.test(file)) return publicImage(file);
  const kind = statSync(root + file).isDirectory() ? 'tree' : 'blob';
  return `${repositoryUrl}/${kind}/main/${file}${hash}`;
}

function publicImage(file) {
  const name = `images/${basename(file)}`;
  mkdirSync(`${staged}public/images`, { recursive: true });
  copyFileSync(root + file, `${staged}public/${name}`);
  return `/${name}`;
}
