import { announce } from './announce.js';
import { enhance } from './enhance.js';
import { buttonFor, messageOf } from './message.js';
import { focusAgain, placeOf } from './opener.js';
import { refreshPage } from './refresh.js';
import { forgetSecrets, mayLeave } from './secrets.js';

/** The only dialog with pages. */
const dialog = document.createElement('dialog');
dialog.setAttribute('aria-labelledby', 'dialog-title');
document.body.append(dialog);

/** @type {import('./opener.js').Opener | undefined} */
let opener;
let isPageStale = false;
/** Nobody closes the dialog while a change is on its way: what comes back may be a token. */
let isSending = false;

/** @param {Element} element */
export function isInDialog(element) {
  return dialog.contains(element);
}

export function isOpen() {
  return dialog.open;
}

/** What opens the dialog, unless it is open already. @param {import('./opener.js').Opener} by */
export function setOpener(by) {
  if (!dialog.open) opener = by;
}

/** Whether a change is on its way. Afterwards, the page behind the dialog may be out of date. @param {boolean} value */
export function setSending(value) {
  isSending = value;
  isPageStale = true;
}

/** Shows the content of a page in the dialog. @param {Element} main */
export function show(main) {
  const wasOpen = dialog.open;
  dialog.replaceChildren(...main.childNodes);
  enhance(dialog);
  labelAndOpen();
  const field = dialog.querySelector('[aria-invalid=true]') ?? placeOf(dialog);
  if (!(field instanceof HTMLElement)) return;
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
  if (wasOpen) announce(dialog.querySelector('h1')?.textContent ?? '');
}

/**
 * Shows a message above the form, which stays as it was filled in.
 *
 * @param {readonly (Node | string)[]} content @param {() => void} [tryAgain]
 */
export function showMessage(content, tryAgain) {
  removeMessage();
  const message = messageOf(content, tryAgain);
  dialog.prepend(message);
  const isNew = !dialog.open;
  labelAndOpen();
  message.scrollIntoView({ block: 'nearest' });
  if (isNew) message.querySelector('button')?.focus();
}

export function removeMessage() {
  dialog.querySelector('[data-message]')?.remove();
}

/** Every dialog has a name and a way out. */
function labelAndOpen() {
  const title = dialog.querySelector('#dialog-title') ?? dialog.querySelector('h1, [data-message] > *');
  if (title !== null) title.id = 'dialog-title';
  if (dialog.querySelector('[data-close]') === null) {
    const button = buttonFor('close', () => void requestClose());
    button.dataset.close = '';
    dialog.append(button);
  }
  if (!dialog.open) dialog.showModal();
}

/** Closes the dialog, unless that would lose something. @param {string} [by] see `refreshPage` */
export async function requestClose(by) {
  if (!isSending && (await mayLeave(dialog))) close(by);
}

/** Closes the dialog. The page behind it is brought up to date if it has to be. @param {string} [by] */
function close(by) {
  const back = opener;
  opener = undefined;
  empty();
  dialog.close();
  if (!isPageStale) return focusAgain(back);
  isPageStale = false;
  void refreshPage(by).then(() => focusAgain(back));
}

/** Closes the dialog because the page behind it is up to date. Returns what opened it. */
export function closeDone() {
  const back = opener;
  opener = undefined;
  isPageStale = false;
  empty();
  dialog.close();
  return back;
}

/** A token must not stay in the page once the dialog is closed. */
function empty() {
  dialog.replaceChildren();
}

dialog.addEventListener('cancel', (event) => {
  if (event.target !== dialog) return;
  event.preventDefault();
  void requestClose();
});

// Browsers close a dialog at the second Esc, whatever the page says.
dialog.addEventListener('close', () => {
  if (dialog.childNodes.length === 0) return;
  dialog.showModal();
  void requestClose();
});

let isPressedOutside = false;
dialog.addEventListener('pointerdown', (event) => {
  isPressedOutside = isOutside(event);
});
dialog.addEventListener('click', (event) => {
  // Not at the end of a selection that began inside, and not if it loses what was filled in.
  if (isPressedOutside && isOutside(event) && !isFilledIn()) void requestClose();
});

/** @param {MouseEvent} event */
function isOutside({ target, clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom);
}

function isFilledIn() {
  return [...dialog.querySelectorAll('input, textarea')].some(
    (field) =>
      (field instanceof HTMLInputElement &&
        field.type !== 'hidden' &&
        (field.value !== field.defaultValue || field.checked !== field.defaultChecked)) ||
      (field instanceof HTMLTextAreaElement && field.value !== field.defaultValue),
  );
}

addEventListener('beforeunload', (event) => {
  if (isSending) event.preventDefault();
});

addEventListener('pagehide', () => {
  empty();
  dialog.close();
  forgetSecrets();
});
