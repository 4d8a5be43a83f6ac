import { announce } from './announce.js';
import { keepToken, textIn } from './secrets.js';

/** Shows the buttons that need the script. @param {ParentNode} root */
export function showCopyButtons(root) {
  for (const button of root.querySelectorAll('[data-copy]')) button.removeAttribute('hidden');
}

/** @param {HTMLElement} button */
export async function copy(button) {
  // A dialog may have an element with the same ID as the page.
  const source = (button.closest('dialog') ?? document).querySelector(
    `#${CSS.escape(button.dataset.copy ?? '')}`,
  );
  if (!(source instanceof HTMLElement)) return;
  const { copied = '', byHand = '' } = button.dataset;
  try {
    // Over plain HTTP, browsers have no clipboard.
    await navigator.clipboard.writeText(textIn(source));
  } catch {
    select(source);
    note(button, byHand);
    return;
  }
  if (source.matches('[data-secret]')) keepToken();
  button.parentElement?.querySelector('[data-copy-note]')?.remove();
  relabel(button, copied);
  announce(copied);
}

/** @param {HTMLElement} source */
function select(source) {
  source.focus();
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
}

/** @type {WeakMap<HTMLElement, { label: string, timer: ReturnType<typeof setTimeout> }>} */
const relabelled = new WeakMap();

/** Changes what is written on a button for a moment. @param {HTMLElement} button @param {string} text */
function relabel(button, text) {
  const before = relabelled.get(button);
  clearTimeout(before?.timer);
  const label = before?.label ?? button.textContent ?? '';
  button.style.minWidth ||= `${button.offsetWidth}px`;
  button.textContent = text;
  const timer = setTimeout(() => {
    button.textContent = label;
    relabelled.delete(button);
  }, 2_000);
  relabelled.set(button, { label, timer });
}

/** Says next to a button what to do. @param {HTMLElement} button @param {string} text */
function note(button, text) {
  const existing = button.parentElement?.querySelector('[data-copy-note]');
  const element = existing ?? document.createElement('span');
  element.className = 'hint';
  element.setAttribute('data-copy-note', '');
  element.textContent = text;
  button.after(element);
  announce(text);
}
