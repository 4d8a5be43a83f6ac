// Written by `npm run assets` from assets/. Do not edit.

/** `assets/layout.css` and `assets/components.css`, served as one file. */
export const style: string = `:root {
  color-scheme: light dark;
  --postern-font: system-ui, sans-serif;
  --postern-mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, monospace;
  --postern-background: light-dark(#ffffff, #16181d);
  --postern-surface: light-dark(#f4f5f7, #1f232b);
  --postern-text: light-dark(#1b1f24, #e8eaee);
  --postern-muted: light-dark(#57606a, #a5adba);
  --postern-line: light-dark(#868f99, #6b7480);
  --postern-accent: light-dark(#0b57d0, #8ab4f8);
  --postern-on-accent: light-dark(#ffffff, #10131a);
  --postern-danger: light-dark(#b3261e, #f2857c);
  --postern-on-danger: light-dark(#ffffff, #10131a);
  --postern-warning: light-dark(#fff3d6, #3a2f14);
  --postern-radius: 0.5rem;
}

* {
  box-sizing: border-box;
}

body {
  margin: 0;
  display: flex;
  flex-wrap: wrap;
  min-height: 100vh;
  background: var(--postern-background);
  color: var(--postern-text);
  font: 1rem / 1.5 var(--postern-font);
}

a {
  color: var(--postern-accent);
}

:focus-visible {
  outline: 3px solid var(--postern-accent);
  outline-offset: 2px;
}

main:focus {
  outline: none;
}

.skip:not(:focus),
.hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}

.skip:focus {
  position: absolute;
  padding: 0.5rem 1rem;
  background: var(--postern-background);
}

nav {
  flex: 0 0 14rem;
  padding: 1.5rem;
  background: var(--postern-surface);
}

nav p {
  margin: 0;
  font-weight: 700;
}

nav h2 {
  margin: 1.25rem 0 0.25rem;
  color: var(--postern-muted);
  font-size: 0.875rem;
}

ul {
  margin: 0;
  padding: 0;
  list-style: none;
}

nav a {
  display: block;
  padding: 0.375rem 0.5rem;
  border-radius: var(--postern-radius);
  text-decoration: none;
  overflow-wrap: anywhere;
}

nav a[aria-current] {
  background: var(--postern-background);
  color: var(--postern-text);
  font-weight: 600;
}

nav .links {
  margin-top: 1.25rem;
  padding-top: 0.75rem;
  border-top: 1px solid var(--postern-line);
}

main {
  flex: 1 1 20rem;
  min-width: 0;
  padding: 1.5rem;
}

main > header {
  display: flex;
  flex-wrap: wrap;
  gap: 1rem;
  align-items: center;
  justify-content: space-between;
}

h1 {
  margin: 0;
  font-size: 1.5rem;
  overflow-wrap: anywhere;
}

code,
.token {
  font-family: var(--postern-mono);
}

.notice,
.warning {
  margin: 0.75rem 0;
  padding: 0.5rem 0.75rem;
  border-radius: var(--postern-radius);
  background: var(--postern-warning);
}

.filter a {
  padding: 0.25rem 0.5rem;
}

.filter a[aria-current] {
  color: var(--postern-text);
  font-weight: 600;
}

.hint {
  margin: 0.25rem 0 0.75rem;
  color: var(--postern-muted);
  font-size: 0.875rem;
}

.error {
  color: var(--postern-danger);
  font-weight: 600;
}

table {
  width: 100%;
  border-collapse: collapse;
}

th,
td {
  padding: 0.625rem 0.5rem;
  border-bottom: 1px solid var(--postern-line);
  text-align: start;
  vertical-align: top;
}

thead th {
  color: var(--postern-muted);
  font-size: 0.875rem;
}

tbody th {
  overflow-wrap: anywhere;
}

tr[data-state="revoked"],
tr[data-state="expired"] {
  color: var(--postern-muted);
}

.actions {
  text-align: end;
}

button,
.button {
  display: inline-block;
  padding: 0.375rem 0.875rem;
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
  background: transparent;
  color: var(--postern-text);
  font: inherit;
  text-decoration: none;
  cursor: pointer;
}

[hidden] {
  display: none;
}

.primary {
  border-color: var(--postern-accent);
  background: var(--postern-accent);
  color: var(--postern-on-accent);
}

.danger {
  border-color: var(--postern-danger);
  background: var(--postern-danger);
  color: var(--postern-on-danger);
}

button[aria-disabled="true"] {
  opacity: 0.6;
  cursor: progress;
}

label {
  font-weight: 600;
}

input:not([type="checkbox"]) {
  display: block;
  width: 100%;
  max-width: 40rem;
  padding: 0.5rem;
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
  background: var(--postern-background);
  color: var(--postern-text);
  font: inherit;
}

input.token {
  max-width: none;
  font-family: var(--postern-mono);
}

fieldset {
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
}

fieldset label {
  font-weight: 400;
}

/* If a field is invalid and hidden, a browser does not send the form, and cannot say why. */
details:has(:invalid)::details-content {
  content-visibility: visible;
  block-size: auto;
}

div.buttons {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
}

dt {
  color: var(--postern-muted);
  font-size: 0.875rem;
}

dd {
  margin: 0 0 0.75rem;
  overflow-wrap: anywhere;
}

dialog {
  width: min(42rem, calc(100vw - 2rem));
  padding: 1.5rem;
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
  background: var(--postern-background);
  color: var(--postern-text);
}

dialog::backdrop {
  background: rgb(0 0 0 / 55%);
}

@media (max-width: 48rem) {
  nav {
    flex-basis: 100%;
    padding-block: 0.75rem;
  }

  nav h2 {
    margin-top: 0.5rem;
  }

  nav ul {
    display: flex;
    flex-wrap: wrap;
  }

  nav .links {
    margin-top: 0.5rem;
    padding-top: 0.5rem;
  }

  table,
  tbody,
  tr,
  tbody th,
  td {
    display: block;
  }

  thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  tr {
    padding: 0.75rem 0;
    border-bottom: 1px solid var(--postern-line);
  }

  tbody th,
  td {
    padding: 0.125rem 0;
    border: 0;
  }

  td[data-label] {
    display: grid;
    grid-template-columns: 8rem 1fr;
  }

  td[data-label]::before {
    color: var(--postern-muted);
    content: attr(data-label);
  }

  .actions {
    text-align: start;
  }
}

@media (prefers-reduced-motion: no-preference) {
  dialog[open] {
    animation: appear 120ms ease-out;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
}
`;

/** `assets/settings.js` */
export const script: string = `// Shows forms and their responses in dialogs, and copies a token. Without the script, each is a page of its own.

const dialog = document.createElement('dialog');
dialog.setAttribute('aria-labelledby', 'dialog-title');
document.body.append(dialog);
/** @type {Element | null} */
let opener = null;
let isLoading = false;
let isPageStale = false;

/**
 * Returns the \`main\` of a page. Its links become absolute, because they are relative to that page, not to this one.
 * @param {Response} response
 */
async function mainOf(response) {
  const main = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main');
  for (const name of ['href', 'action'])
    for (const element of main?.querySelectorAll(\`[\${name}]\`) ?? [])
      element.setAttribute(name, new URL(element.getAttribute(name) ?? '', response.url).href);
  return main;
}

/** Today in the person's time zone, in the format of \`<input type="date">\`. */
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
  const end = new Date(\`\${formData.get('expires')}T12:00\`);
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
`;
