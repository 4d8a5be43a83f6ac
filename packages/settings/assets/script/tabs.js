let count = 0;

/** Shows one of several sections at a time. Without the script, all of them are in the open. @param {ParentNode} root */
export function addTabs(root) {
  for (const group of root.querySelectorAll('[data-tabs]'))
    if (group instanceof HTMLElement && group.querySelector('[role=tablist]') === null) addTabList(group);
}

/** @param {HTMLElement} group */
function addTabList(group) {
  const panels = [...group.querySelectorAll('[data-tab]')].filter((panel) => panel instanceof HTMLElement);
  const list = document.createElement('div');
  list.className = 'tabs';
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', group.dataset.tabs ?? '');
  const tabs = panels.map((panel) => {
    count += 1;
    panel.id ||= `panel-${count}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${count}`);
    for (const heading of panel.querySelectorAll('h2, h3')) heading.setAttribute('hidden', '');
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.id = `tab-${count}`;
    tab.textContent = panel.dataset.tab ?? '';
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', panel.id);
    return tab;
  });
  list.append(...tabs);
  group.prepend(list);

  /** @param {number} chosen */
  const choose = (chosen) => {
    for (const [index, tab] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
    }
    for (const [index, panel] of panels.entries()) panel.toggleAttribute('hidden', index !== chosen);
  };
  choose(0);
  list.addEventListener('click', ({ target }) => {
    const clicked = indexOf(tabs, target);
    if (clicked >= 0) choose(clicked);
  });
  list.addEventListener('keydown', (event) => {
    const from = indexOf(tabs, event.target);
    const to = nextIndex(event.key, from, tabs.length);
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
    tabs[to]?.focus();
  });
}

/**
 * Where an arrow key leads in a row or column of things.
 * @param {string} key @param {number} from @param {number} length
 */
export function nextIndex(key, from, length) {
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (from + 1) % length;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (from - 1 + length) % length;
  return undefined;
}

/** @param {readonly HTMLElement[]} elements @param {EventTarget | null} target */
export function indexOf(elements, target) {
  return target instanceof HTMLElement ? elements.indexOf(target) : -1;
}
