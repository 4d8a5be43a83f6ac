import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { siteUrl } from './site.mjs';

const base = new URL(siteUrl).pathname;

/**
 * Follows every link between the pages of a built site, down to its anchor.
 *
 * @throws with the list of links that lead nowhere.
 */
export function checkLinks(site) {
  const pages = new Map(
    readdirSync(site, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.html'))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(site + path, 'utf8')]),
  );
  const ids = new Map(Array.from(pages, ([path, html]) => [path, idsIn(html)]));
  const dead = Array.from(pages).flatMap(([path, html]) =>
    [...linksIn(html)].filter((link) => !leadsSomewhere(link, path)).map((link) => `${path}: ${link}`),
  );
  if (dead.length > 0) throw new Error(`links that lead nowhere:\n${dead.join('\n')}`);
  return pages.size;

  function leadsSomewhere(link, from) {
    const { origin, pathname, hash } = new URL(link, new URL(from, siteUrl));
    if (origin !== new URL(siteUrl).origin) return true;
    if (!pathname.startsWith(base)) return false;
    const path = pathname.slice(base.length);
    if (!/(^|\/)[^.]*$|\.html$/.test(path)) return existsSync(site + path);
    const page = [path, `${path}.html`, `${path}index.html`].find((each) => ids.has(each));
    if (page === undefined) return false;
    return hash === '' || ids.get(page).has(decodeURIComponent(hash.slice(1)));
  }
}

function linksIn(html) {
  return new Set(
    Array.from(html.matchAll(/\s(?:href|src)="([^"]*)"/g), ([, link]) => link.replaceAll('&amp;', '&')),
  );
}

function idsIn(html) {
  return new Set(Array.from(html.matchAll(/\sid="([^"]*)"/g), ([, id]) => id));
}
