import { pageGroups } from './pages.mjs';
import { referenceModules } from './reference.mjs';

/** The navigation of everything but the reference: the groups of docs/README.md. */
export function guideSidebar() {
  return pageGroups().map(({ title, pages }) => ({ text: title, items: pages.map(item) }));
}

/** The navigation of the reference, for each of its modules: all modules, and the exports of that one. */
export function referenceSidebars() {
  const modules = referenceModules();
  const sidebarOf = (open) => [
    {
      text: 'API reference',
      items: modules.map(({ name, url, exports }) => ({
        text: name.replace('@postern/', ''),
        link: url,
        ...(url === open && { items: exports.map(item) }),
      })),
    },
  ];
  return Object.fromEntries(
    ['/reference/', ...modules.map(({ url }) => url)].map((url) => [url, sidebarOf(url)]),
  );
}

function item({ title, url, children = [] }) {
  const link = { text: title, link: url };
  return children.length === 0 ? link : { ...link, collapsed: true, items: children.map(item) };
}
