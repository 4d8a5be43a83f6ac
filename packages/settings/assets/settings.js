// Shows forms and their responses in dialogs, and copies a token. Without the script, each is a page of its own.

const dialog = document.createElement('dialog');
dialog.setAttribute('aria-labelledby', 'dialog-title');
document.body.append(dialog);
/** @type {Element | null} */
let opener = null;
let isLoading = false;
let isPageStale = false;

/**
 * Returns the `main` of a page. Its links become absolute, because they are relative to that page, not to this one.
 * @param {Response} response
 */
async function mainOf(response) {
  const main = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main');
  for (const name of ['href', 'action'])
    for (const element of main?.querySelectorAll(`[${name}]`) ?? [])
      element.setAttribute(name, new URL(element.getAttribute(name) ?? '', response.url).href);
  return main;
}

/** Today in the person's time zone, in the format of `<input type="date">`. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** Without the script, days are in UTC. @param {ParentNode} root */
function useLocalDays(root) {
  for (const input of root.querySelectorAll('input[type=date]')) input.setAttribute('min', today());
  for (const element of root.querySelectorAll('[data-with-script]'))
    if (element instanceof HTMLElement) element.textContent = element.dataset.withScript ?? '';
}

/** Shows the content of another page in the dialog. @param {Element} main */
function show(main) {
  dialog.replaceChildren(...main.childNodes);
  useLocalDays(dialog);
  dialog.querySelector('h1')?.setAttribute('id', 'dialog-title');
  for (const button of dialog.querySelectorAll('[data-copy]')) button.removeAttribute('hidden');
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector('[aria-invalid], [autofocus]');
  if (first instanceof HTMLElement) first.focus();
  if (first instanceof HTMLInputElement) first.select();
}

/** @param {string} url @param {RequestInit} [request] */
async function load(url, request) {
  if (isLoading) return;
  isLoading = true;
  try {
    // Even if there is no response: the change may have been made.
    if (request !== undefined) isPageStale = true;
    const response = await fetch(url, { ...request, cache: 'no-store' });
    const main = await mainOf(response);
    // A form that redirects back to the page is done.
    if (response.redirected) dialog.close();
    else if (main === null) showMessage(document.body.dataset.noAnswer ?? '');
    else if (!response.ok && main.querySelector('form') === null) showMessage(...main.childNodes);
    else show(main);
  } catch {
    showMessage(document.body.dataset.noAnswer ?? '');
  } finally {
    isLoading = false;
  }
}

function closeButton() {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.close = '';
  button.textContent = document.body.dataset.close ?? '';
  return button;
}

/**
 * Shows a message above the form, which stays as it was filled in.
 * @param {...(Node | string)} content
 */
function showMessage(...content) {
  dialog.querySelector('[data-message]')?.remove();
  const message = document.createElement('div');
  message.className = 'error';
  message.dataset.message = '';
  message.setAttribute('role', 'alert');
  message.append(...content);
  dialog.prepend(message);
  if (dialog.open) return;
  dialog.append(closeButton());
  dialog.showModal();
}

/** @param {HTMLElement} button */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy ?? '');
  const status = document.querySelector('[role=status]');
  if (!(field instanceof HTMLInputElement) || status === null) return;
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = button.dataset.copied ?? '';
  } catch {
    field.select();
    status.textContent = button.dataset.byHand ?? '';
  }
}

async function refreshPage() {
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    const fresh = await mainOf(response);
    const main = document.querySelector('main');
    if (fresh !== null && main !== null) main.replaceChildren(...fresh.childNodes);
  } catch {
    location.reload();
  }
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('a, button') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!(target instanceof HTMLElement) || !isPlain) return;
  if (target.dataset.copy !== undefined) void copy(target);
  if (target instanceof HTMLAnchorElement && target.dataset.dialog !== undefined) {
    event.preventDefault();
    opener = target;
    void load(target.href);
  }
  if (target.dataset.close !== undefined && dialog.contains(target)) {
    event.preventDefault();
    dialog.close();
  }
});

// Only the browser knows when the chosen day ends here. It is the instant before the next midnight: if clocks change at
// midnight, 23:59 can come twice, and 00:00 not at all.
document.addEventListener('formdata', ({ formData }) => {
  const end = new Date(`${formData.get('expires')}T12:00`);
  end.setHours(24, 0, 0, 0);
  if (!Number.isNaN(end.getTime())) formData.set('day-ends', new Date(end.getTime() - 1).toISOString());
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (!dialog.contains(form) && form.dataset.dialog === undefined) return;
  event.preventDefault();
  // A form without files can be sent URL-encoded, which every parser reads.
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  void load(form.action, { method: 'POST', body: new URLSearchParams(fields) });
});

dialog.addEventListener('close', () => {
  // A token must not stay in the page once the dialog is closed.
  dialog.replaceChildren();
  const back = opener instanceof HTMLAnchorElement ? opener.href : '';
  opener = null;
  const focusAgain = () => {
    const link = [...document.links].find(({ href }) => href === back) ?? document.querySelector('main');
    if (link instanceof HTMLElement) link.focus();
  };
  if (!isPageStale) return focusAgain();
  isPageStale = false;
  void refreshPage().then(focusAgain);
});

useLocalDays(document);
for (const button of document.querySelectorAll('[data-copy]')) button.removeAttribute('hidden');
// Going back must not show a page with a token again.
addEventListener('pagehide', () => {
  dialog.close();
  document.getElementById('token')?.remove();
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
