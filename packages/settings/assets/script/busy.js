import { announce, textOf } from './announce.js';

/** Forms whose response is awaited. @type {WeakSet<Element>} */
const awaited = new WeakSet();

/** @param {Element} element */
export function isBusy(element) {
  return awaited.has(element);
}

/**
 * Marks a form or link as busy, and its button, which keeps the focus. Returns what ends that.
 *
 * @param {Element} element @param {Element | null} button
 */
export function markBusy(element, button) {
  awaited.add(element);
  button?.setAttribute('aria-disabled', 'true');
  // Most responses are there before a person could read this.
  const timer = setTimeout(() => announce(textOf('busy')), 1_000);
  const label = button?.textContent ?? '';
  const busyText = button instanceof HTMLElement ? (button.dataset.busy ?? textOf('busy')) : '';
  const relabel = setTimeout(() => {
    if (button instanceof HTMLButtonElement && busyText !== '') {
      button.style.minWidth = `${button.offsetWidth}px`;
      button.textContent = busyText;
    }
  }, 300);
  return () => {
    clearTimeout(timer);
    clearTimeout(relabel);
    awaited.delete(element);
    button?.removeAttribute('aria-disabled');
    if (button instanceof HTMLButtonElement && button.textContent !== label) button.textContent = label;
  };
}
