// VitePress 1.6 marks its search dialog as a button, and puts links into the options of its list: screen readers then
// read neither. This plugin corrects the roles in its template.
const corrections = [
  [
    `role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"`,
    `role="dialog"
      aria-modal="true"`,
  ],
  [
    `:id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"`,
    'role="presentation"',
  ],
  [
    `:aria-label="[...p.titles, p.title].join(' > ')"`,
    `role="option"
              :id="'localsearch-item-' + index"
              :aria-selected="selectedIndex === index ? 'true' : 'false'"`,
  ],
  // What the keys do is shown; their names are not allowed where VitePress puts them.
  ['class="search-keyboard-shortcuts"', 'class="search-keyboard-shortcuts" aria-hidden="true"'],
];

/**
 * The plugin, for Vite.
 *
 * @throws while building, if VitePress has changed that template: check whether this is still needed.
 */
export function accessibleSearch() {
  return {
    name: 'accessible-search',
    enforce: 'pre',
    transform(code, id) {
      return id.endsWith('/VPLocalSearchBox.vue') ? corrections.reduce(correct, code) : undefined;
    },
  };
}

function correct(code, [from, to]) {
  if (!code.includes(from)) throw new Error('the search of VitePress has changed: see accessible-search.mjs');
  return code.replace(from, () => to);
}
