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

/** `assets/script`, served as one file. */
export const script: string = `function textOf(name, general = '') {
  const { dataset } = document.body;
  return dataset[name] ?? dataset[general] ?? '';
}
function announce(text) {
  const region = liveRegion();
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 100);
}
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

const awaited = new WeakSet();
function isBusy(element) {
  return awaited.has(element);
}
function markBusy(element, button) {
  awaited.add(element);
  button?.setAttribute('aria-disabled', 'true');
  const timer = setTimeout(() => announce(textOf('busy')), 1_000);
  const label = button?.textContent ?? '';
  const busyText = button instanceof HTMLElement ? (button.dataset.busy ?? textOf('busy')) : '';
  const relabel = setTimeout(() => {
    if (button instanceof HTMLButtonElement && busyText !== '') {
      button.style.minWidth = \`\${button.offsetWidth}px\`;
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
const tokenIn = (root) => root.querySelector('[data-token]');
function losesToken(root) {
  const part = tokenIn(root);
  return part instanceof HTMLElement && part.dataset.kept === undefined;
}
function keepsToken(element) {
  const part = element.closest('[data-token]');
  if (part instanceof HTMLElement) part.dataset.kept = '';
}
function forgetSecrets() {
  for (const secret of document.querySelectorAll('[data-secret], [data-token], #token')) secret.remove();
}
async function mayLeave(root) {
  const part = tokenIn(root);
  if (!(part instanceof HTMLElement) || !losesToken(root)) return true;
  const question = document.createElement('dialog');
  question.className = 'question';
  question.setAttribute('role', 'alertdialog');
  question.setAttribute('aria-labelledby', 'token-question');
  const text = document.createElement('p');
  text.id = 'token-question';
  text.textContent = part.dataset.question ?? '';
  const form = document.createElement('form');
  form.method = 'dialog';
  form.className = 'buttons';
  form.append(answer('keep', part.dataset.keep), answer('discard', part.dataset.discard));
  question.append(text, form);
  document.body.append(question);
  question.showModal();
  await new Promise((resolve) => question.addEventListener('close', resolve, { once: true }));
  question.remove();
  return question.returnValue === 'discard';
}
function answer(value, text = '') {
  const button = document.createElement('button');
  button.value = value;
  button.className = value === 'keep' ? 'primary' : '';
  button.autofocus = value === 'keep';
  button.textContent = text;
  return button;
}
document.addEventListener('copy', ({ target }) => {
  const selected = target instanceof HTMLInputElement ? selectionIn(target) : String(getSelection());
  for (const secret of document.querySelectorAll('[data-secret]'))
    if (selected !== '' && selected.includes(textIn(secret))) keepsToken(secret);
});
function selectionIn({ value, selectionStart, selectionEnd }) {
  return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
}
function textIn(element) {
  return element instanceof HTMLInputElement ? element.value : (element.textContent ?? '').trim();
}
addEventListener('beforeunload', (event) => {
  if (losesToken(document)) event.preventDefault();
});

function showCopyButtons(root) {
  for (const button of root.querySelectorAll('[data-copy]')) button.removeAttribute('hidden');
}
async function copy(button) {
  const source = (button.closest('dialog') ?? document).querySelector(
    \`#\${CSS.escape(button.dataset.copy ?? '')}\`,
  );
  if (!(source instanceof HTMLElement)) return;
  const { copied = '', byHand = '' } = button.dataset;
  try {
    await navigator.clipboard.writeText(textIn(source));
  } catch {
    select(source);
    note(button, byHand);
    return;
  }
  if (source.matches('[data-secret]')) keepsToken(source);
  button.parentElement?.querySelector('[data-copy-note]')?.remove();
  relabel(button, copied);
  announce(copied);
}
function select(source) {
  source.focus();
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
}
const relabelled = new WeakMap();
function relabel(button, text) {
  const before = relabelled.get(button);
  clearTimeout(before?.timer);
  const label = before?.label ?? button.textContent ?? '';
  button.style.minWidth ||= \`\${button.offsetWidth}px\`;
  button.textContent = text;
  const timer = setTimeout(() => {
    button.textContent = label;
    relabelled.delete(button);
  }, 2_000);
  relabelled.set(button, { label, timer });
}
function note(button, text) {
  const existing = button.parentElement?.querySelector('[data-copy-note]');
  const element = existing ?? document.createElement('span');
  element.className = 'hint';
  element.setAttribute('data-copy-note', '');
  element.textContent = text;
  button.after(element);
  announce(text);
}
function useLocalDays(root) {
  for (const input of root.querySelectorAll('input[type=date]')) input.setAttribute('min', today());
  for (const element of root.querySelectorAll('[data-with-script]'))
    if (element instanceof HTMLElement) element.textContent = element.dataset.withScript ?? '';
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' });
  for (const time of root.querySelectorAll('time[data-local-day]'))
    if (time instanceof HTMLTimeElement) time.textContent = day.format(new Date(time.dateTime));
}
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
document.addEventListener('formdata', ({ formData }) => {
  const end = new Date(\`\${formData.get('expires')}T12:00\`);
  end.setHours(24, 0, 0, 0);
  if (!Number.isNaN(end.getTime())) formData.set('day-ends', new Date(end.getTime() - 1).toISOString());
});
let count = 0;
function addTabs(root) {
  for (const group of root.querySelectorAll('[data-tabs]'))
    if (group instanceof HTMLElement && group.querySelector('[role=tablist]') === null) addTabList(group);
}
function addTabList(group) {
  const panels = [...group.querySelectorAll('[data-tab]')].filter((panel) => panel instanceof HTMLElement);
  const list = document.createElement('div');
  list.className = 'tabs';
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', group.dataset.tabs ?? '');
  const tabs = panels.map((panel) => {
    count += 1;
    panel.id ||= \`panel-\${count}\`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', \`tab-\${count}\`);
    for (const heading of panel.querySelectorAll('h2, h3')) heading.setAttribute('hidden', '');
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.id = \`tab-\${count}\`;
    tab.textContent = panel.dataset.tab ?? '';
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', panel.id);
    return tab;
  });
  list.append(...tabs);
  group.prepend(list);
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
function nextIndex(key, from, length) {
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (from + 1) % length;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (from - 1 + length) % length;
  return undefined;
}
function indexOf(elements, target) {
  return target instanceof HTMLElement ? elements.indexOf(target) : -1;
}
const { lang } = document.documentElement;
const exact = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
const steps = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
function refreshTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (!time.dateTime.includes('T') || Number.isNaN(at.getTime())) continue;
    time.title = exact.format(at);
    const [shown, readOut] = time.children;
    if (time.dataset.relative === undefined || shown === undefined) continue;
    shown.textContent = relativeText(at.getTime() - Date.now());
    if (readOut !== undefined) readOut.textContent = \` (\${time.title})\`;
  }
}
function relativeText(ms) {
  for (const [unit, unitMs] of steps)
    if (Math.abs(ms) >= unitMs) return relative.format(Math.trunc(ms / unitMs), unit);
  return relative.format(0, 'second');
}
setInterval(() => refreshTimes(document), 30_000);

function enhance(root) {
  useLocalDays(root);
  refreshTimes(root);
  showCopyButtons(root);
  addTabs(root);
}

function messageOf(content, tryAgain) {
  const message = document.createElement('div');
  message.className = 'error';
  message.dataset.message = '';
  message.setAttribute('role', 'alert');
  for (const part of content) message.append(typeof part === 'string' ? paragraph(part) : part);
  for (const title of message.querySelectorAll('h1')) title.replaceWith(paragraph(...title.childNodes));
  for (const link of message.querySelectorAll('a')) link.target = '_blank';
  if (tryAgain !== undefined && textOf('tryAgain') !== '') message.append(buttonFor('tryAgain', tryAgain));
  return message;
}
function contentOf({ main, isSignIn, address }) {
  if (!isSignIn) return [...main.childNodes];
  const link = document.createElement('a');
  link.href = address;
  link.textContent = textOf('signIn') || address;
  return [paragraph(textOf('signedOut')), paragraph(link)];
}
function paragraph(...content) {
  const element = document.createElement('p');
  element.append(...content);
  return element;
}
function buttonFor(name, onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = textOf(name);
  button.addEventListener('click', onClick);
  return button;
}

function openerOf(element) {
  const row = element.closest('[data-key]');
  return {
    element,
    address: addressOf(element),
    key: row instanceof HTMLElement ? (row.dataset.key ?? '') : '',
  };
}
function focusAgain(opener) {
  const target = (opener && findAgain(opener)) ?? placeOf(document.querySelector('main'));
  target?.focus();
}
function findAgain({ element, address, key }) {
  const same = element.isConnected
    ? element
    : [...document.querySelectorAll('main a[data-dialog], main form')].find(
        (one) => addressOf(one) === address,
      );
  if (same !== undefined) return focusableOf(same);
  const row = key === '' ? null : document.querySelector(\`[data-key="\${CSS.escape(key)}"]\`);
  return row?.querySelector('summary, a, button') ?? null;
}
function focusableOf(element) {
  if (element instanceof HTMLFormElement) return element.querySelector('button');
  const summary = element.closest('details.menu')?.querySelector('summary');
  return summary ?? (element instanceof HTMLElement ? element : null);
}
function addressOf(element) {
  const address = element.getAttribute('href') ?? element.getAttribute('action') ?? '';
  return new URL(address, location.href).href;
}
function placeOf(root) {
  const chosen = root?.querySelector('[autofocus]');
  if (chosen instanceof HTMLElement) return chosen;
  const heading = root?.querySelector('h1');
  if (heading instanceof HTMLElement) heading.tabIndex = -1;
  return heading ?? (root instanceof HTMLElement ? root : null);
}

const deadlineMs = 60_000;
async function fetchPage(address, request = {}) {
  const response = await fetch(address, {
    ...request,
    cache: 'no-store',
    signal: AbortSignal.timeout(deadlineMs),
  });
  const { ok: isOk, redirected: isRedirected, status, url } = response;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const main = page.querySelector('main');
  if (main === null) throw new Error('the response is not a page');
  for (const form of main.querySelectorAll('form:not([action])')) form.setAttribute('action', '');
  for (const name of ['href', 'action', 'formaction'])
    for (const element of main.querySelectorAll(\`[\${name}]\`))
      element.setAttribute(name, new URL(element.getAttribute(name) ?? '', url).href);
  const isSignIn = isRedirected && main.querySelector('input[type=password]') !== null;
  return { main, title: page.title, status, isOk, isRedirected, isSignIn, address: url };
}

async function refreshPage() {
  try {
    const page = await fetchPage(location.href);
    if (page.isOk && !page.isSignIn) adopt(page);
    else showStale(contentOf(page));
  } catch {
    showStale([textOf('stale', 'noAnswer')]);
  }
}
function adopt(page) {
  const main = document.querySelector('main');
  if (main === null) return;
  const drafts = draftsIn(main);
  const { scrollX, scrollY } = window;
  main.replaceChildren(...page.main.childNodes);
  for (const { id, value } of drafts) {
    const field = document.getElementById(id);
    if (isTextField(field)) field.value = value;
  }
  enhance(main);
  document.title = page.title;
  scrollTo(scrollX, scrollY);
}
function showStale(content) {
  const main = document.querySelector('main');
  main?.querySelector('[data-message]')?.remove();
  main?.prepend(messageOf(content, () => void refreshPage()));
}
function draftsIn(root) {
  const fields = [...root.querySelectorAll('input, textarea')].filter(isTextField);
  return fields.filter(({ id, value, defaultValue }) => id !== '' && value !== defaultValue);
}
function isTextField(field) {
  return (
    field instanceof HTMLTextAreaElement ||
    (field instanceof HTMLInputElement && ['text', 'search'].includes(field.type))
  );
}

const dialog = document.createElement('dialog');
dialog.setAttribute('aria-labelledby', 'dialog-title');
document.body.append(dialog);
let opener;
let isPageStale = false;
let isSending = false;
function isInDialog(element) {
  return dialog.contains(element);
}
function setOpener(by) {
  if (!dialog.open) opener = by;
}
function setSending(value) {
  isSending = value;
  isPageStale = true;
}
function show(main) {
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
function showMessage(content, tryAgain) {
  removeMessage();
  const message = messageOf(content, tryAgain);
  dialog.prepend(message);
  const isNew = !dialog.open;
  labelAndOpen();
  message.scrollIntoView({ block: 'nearest' });
  if (isNew) message.querySelector('button')?.focus();
}
function removeMessage() {
  dialog.querySelector('[data-message]')?.remove();
}
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
async function requestClose() {
  if (!isSending && (await mayLeave(dialog))) close();
}
function close() {
  const back = opener;
  opener = undefined;
  empty();
  dialog.close();
  if (!isPageStale) return focusAgain(back);
  isPageStale = false;
  void refreshPage().then(() => focusAgain(back));
}
function closeDone() {
  const back = opener;
  opener = undefined;
  isPageStale = false;
  empty();
  dialog.close();
  return back;
}
function empty() {
  dialog.replaceChildren();
}
dialog.addEventListener('cancel', (event) => {
  if (event.target !== dialog) return;
  event.preventDefault();
  void requestClose();
});
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
  if (isPressedOutside && isOutside(event) && !isFilledIn()) void requestClose();
});
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

function showDone(done) {
  if (done === null) return;
  done.removeAttribute('role');
  if (!done.isConnected) document.querySelector('main')?.prepend(done);
  announce(done.textContent ?? '');
}
function withoutDone(address) {
  const url = new URL(address, location.href);
  if (!url.searchParams.has('done')) return url.href;
  url.searchParams.delete('done');
  url.searchParams.delete('key');
  return url.href;
}

let isLoading = false;
async function openInDialog(link) {
  await load(link, null, () => openInDialog(link), link.href);
}
async function sendInBackground(form, submitter) {
  const fields = [...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]);
  const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const again = () => form.requestSubmit(submitter?.isConnected ? submitter : null);
  await load(form, submitter, again, address, { method: 'POST', body: new URLSearchParams(fields) });
}
async function load(from, button, again, address, change) {
  if (isLoading) return;
  isLoading = true;
  setOpener(openerOf(from));
  const markDone = markBusy(from, button);
  if (change !== undefined) setSending(true);
  const page = await fetchPage(address, change).catch(() => undefined);
  if (change !== undefined) setSending(false);
  markDone();
  isLoading = false;
  removeMessage();
  if (page !== undefined) return respond(page, again);
  const { noAnswer = textOf('noAnswer') } = from.dataset;
  showMessage([change === undefined ? textOf('notLoaded', 'noAnswer') : noAnswer], again);
}
async function respond(page, again) {
  const { main, status, isOk, isRedirected, isSignIn } = page;
  if (isSignIn) return showMessage(contentOf(page), again);
  if (isOk && isRedirected) return finish(page);
  if (isOk || main.querySelector('form') !== null) return show(main);
  showMessage(contentOf(page), status === 401 || status >= 500 ? again : undefined);
}
async function finish(page) {
  const done = page.main.querySelector('[data-done]');
  const opener = closeDone();
  if (withoutDone(page.address) === withoutDone(location.href)) adopt(page);
  else await refreshPage();
  showDone(done);
  focusAgain(opener);
}

const menus = () =>
  [...document.querySelectorAll('details.menu')].filter((menu) => menu instanceof HTMLDetailsElement);
const menuAround = (target) => menus().find((menu) => target instanceof Node && menu.contains(target));
function closeMenus(kept) {
  for (const menu of menus()) if (menu !== kept) menu.open = false;
}
document.addEventListener('click', ({ target }) => {
  const menu = menuAround(target);
  const isChosen = target instanceof Element && target.closest('a') !== null;
  closeMenus(isChosen ? undefined : menu);
});
document.addEventListener('focusin', ({ target }) => closeMenus(menuAround(target)));
document.addEventListener('keydown', (event) => {
  const menu = menuAround(event.target);
  const opener = menu?.querySelector('summary');
  if (menu === undefined || !opener) return;
  const items = [...menu.querySelectorAll('a, button')].filter((item) => item instanceof HTMLElement);
  if (event.key === 'Escape' && menu.open) {
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
const run = /[A-Za-z0-9]{28,}/g;
function refusesToken(form) {
  for (const field of form.querySelectorAll('[data-no-token]')) {
    if (!(field instanceof HTMLInputElement) || !looksLikeToken(field.value)) continue;
    field.setCustomValidity(field.dataset.noToken ?? '');
    field.reportValidity();
    field.addEventListener('input', () => field.setCustomValidity(''), { once: true });
    return true;
  }
  return false;
}
function looksLikeToken(text) {
  return (text.match(run) ?? []).some((part) => /[a-z]/.test(part) && /[A-Z]/.test(part) && /\\d/.test(part));
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('a, button') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!(target instanceof HTMLElement) || !isPlain) return;
  const { copy: copied, dialog, close, saved } = target.dataset;
  if (copied !== undefined) void copy(target);
  if (saved !== undefined) keepsToken(target);
  if (target instanceof HTMLAnchorElement && dialog !== undefined) {
    event.preventDefault();
    void openInDialog(target);
  }
  if (close !== undefined && isInDialog(target)) {
    event.preventDefault();
    void requestClose();
  }
});
document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.method !== 'post') {
    if (refusesToken(form)) event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  if (isBusy(form)) event.preventDefault();
  else if (isInDialog(form) || form.dataset.dialog !== undefined) {
    event.preventDefault();
    void sendInBackground(form, submitter);
  } else markBusy(form, submitter);
});
document.addEventListener('postern:added', ({ target }) => {
  if (target instanceof Element) enhance(target);
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
enhance(document);
const main = document.querySelector('main');
const done = main?.querySelector('[data-done]') ?? null;
if (done !== null) {
  showDone(done);
  placeOf(main)?.focus();
}
if (withoutDone(location.href) !== location.href)
  history.replaceState(history.state, '', withoutDone(location.href));
`;
