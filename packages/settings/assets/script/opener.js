/**
 * What opened the dialog, so that the focus can return to it, even if the page was brought up to date in the meantime.
 * @typedef {{ readonly element: Element, readonly address: string, readonly key: string }} Opener
 */

/** @param {Element} element a link, or a form @returns {Opener} */
export function openerOf(element) {
  const row = element.closest('[data-key]');
  return {
    element,
    address: addressOf(element),
    key: row instanceof HTMLElement ? (row.dataset.key ?? '') : '',
  };
}

/** Returns the focus to the opener, or to where a person would look next. @param {Opener | undefined} opener */
export function focusAgain(opener) {
  const target = (opener && findAgain(opener)) ?? placeOf(document.querySelector('main'));
  target?.focus();
}

/** @param {Opener} opener @returns {HTMLElement | null} */
function findAgain({ element, address, key }) {
  const same = element.isConnected
    ? element
    : [...document.querySelectorAll('main a[data-dialog], main form')].find(
        (one) => addressOf(one) === address,
      );
  if (same !== undefined) return focusableOf(same);
  const row = key === '' ? null : document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return row?.querySelector('summary, a, button') ?? null;
}

/** The focus can't be on a form, or on a link of a closed menu. @param {Element} element @returns {HTMLElement | null} */
function focusableOf(element) {
  if (element instanceof HTMLFormElement) return element.querySelector('button');
  const summary = element.closest('details.menu')?.querySelector('summary');
  return summary ?? (element instanceof HTMLElement ? element : null);
}

/** @param {Element} element */
function addressOf(element) {
  const address = element.getAttribute('href') ?? element.getAttribute('action') ?? '';
  return new URL(address, location.href).href;
}

/** Where the focus goes if nothing else is known. @param {Element | null} root @returns {HTMLElement | null} */
export function placeOf(root) {
  const chosen = root?.querySelector('[autofocus]');
  if (chosen instanceof HTMLElement) return chosen;
  const heading = root?.querySelector('h1');
  if (heading instanceof HTMLElement) heading.tabIndex = -1;
  return heading ?? (root instanceof HTMLElement ? root : null);
}
