/**
 * A sentence for every page, which `<body>` has in an attribute. A page of the host may have only the general one.
 *
 * @param {string} name @param {string} [general]
 */
export function textOf(name, general = '') {
  const { dataset } = document.body;
  return dataset[name] ?? dataset[general] ?? '';
}

/** Lets screen readers say something, without moving the focus. @param {string} text */
export function announce(text) {
  const region = liveRegion();
  region.textContent = '';
  // They notice a text that changes, and not one that was there when they first saw the region.
  setTimeout(() => {
    region.textContent = text;
  }, 100);
}

/** What is behind an open dialog is not announced, so each dialog has a region of its own. */
function liveRegion() {
  const place = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const existing = place.querySelector(':scope > [data-live]');
  if (existing !== null) return existing;
  const region = document.createElement('p');
  region.className = 'hidden';
  region.dataset.live = '';
  region.setAttribute('role', 'status');
  place.append(region);
  return region;
}
