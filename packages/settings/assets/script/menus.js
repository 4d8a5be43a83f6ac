const menus = () =>
  [...document.querySelectorAll('details.menu')].filter((menu) => menu instanceof HTMLDetailsElement);
/** @param {EventTarget | null} target */
const menuAround = (target) => menus().find((menu) => target instanceof Node && menu.contains(target));

/** Closes every menu but one. @param {HTMLDetailsElement} [kept] */
function closeMenus(kept) {
  for (const menu of menus()) if (menu !== kept) menu.open = false;
}

document.addEventListener('click', ({ target }) => {
  const menu = menuAround(target);
  // A link that opens a dialog leaves the page as it is, and the menu would stay in front of what it shows later.
  const isChosen = target instanceof Element && target.closest('a') !== null;
  closeMenus(isChosen ? undefined : menu);
});

// The menu of the last row would end below the window.
document.addEventListener(
  'toggle',
  ({ target }) => {
    const menu = menuAround(target);
    if (menu?.open) menu.querySelector('ul')?.scrollIntoView({ block: 'nearest' });
  },
  // This event doesn't bubble.
  true,
);

document.addEventListener('keyup', ({ key, target }) => {
  if (key === 'Tab') closeMenus(menuAround(target));
});

document.addEventListener('keydown', (event) => {
  const menu = menuAround(event.target);
  const opener = menu?.querySelector('summary');
  if (menu === undefined || !opener) return;
  const items = [...menu.querySelectorAll('a, button')].filter((item) => item instanceof HTMLElement);
  if (event.key === 'Escape' && menu.open) {
    // Not the dialog that the menu may be in.
    event.preventDefault();
    menu.open = false;
    opener.focus();
    return;
  }
  const from = indexOf(items, event.target);
  const isOnOpener = from < 0;
  if (isOnOpener && (event.key === 'Home' || event.key === 'End')) return;
  const to = nextIndex(event.key, isOnOpener && event.key === 'ArrowUp' ? 0 : from, items.length);
  if (to === undefined) return;
  event.preventDefault();
  menu.open = true;
  items[to]?.focus();
});

/**
 * Where an arrow key leads in a row or column of things.
 * @param {string} key @param {number} from @param {number} length
 */
function nextIndex(key, from, length) {
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (from + 1) % length;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (from - 1 + length) % length;
  return undefined;
}

/** @param {readonly HTMLElement[]} elements @param {EventTarget | null} target */
function indexOf(elements, target) {
  return target instanceof HTMLElement ? elements.indexOf(target) : -1;
}
