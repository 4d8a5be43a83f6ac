// @ts-check
// What the script adds to the chat, which works without it: a message is sent without leaving the page, and the answer
// appears as it is made. The answer comes as events, one JSON object a line (`answer-stream.ts`). All markup in them is
// the server's; the pieces of an answer are text. A message is sent again only if the person does that, and then with
// the same ID, so it is answered once.

/** @typedef {{ question?: string, text?: string, answer?: string, changed?: true, problem?: string, signIn?: string }} ChatEvent */

const eventsType = 'application/x-ndjson';

/** Whether a message is on its way, or is being answered. */
let isAnswering = false;

// The page is brought up to date after each change of a key, so nothing of it is remembered here.
/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => document.querySelector(`.chat ${selector}`);
const composer = () => /** @type {HTMLFormElement | null} */ (find('form.composer'));
const field = () => /** @type {HTMLTextAreaElement | null} */ (find('textarea'));
/** A sentence of the composer. @param {string} name */
const sentence = (name) => composer()?.dataset[name] ?? '';

document.addEventListener(
  'submit',
  (event) => {
    const { target: form, submitter } = event;
    if (!(form instanceof HTMLFormElement) || form.dataset.chat === undefined) return;
    // Before the script of the settings, which would mark the form as busy.
    event.preventDefault();
    if (form === composer() && field()?.value.trim() === '') return;
    if (isAnswering) showProblem(sentence('busyAnswering'));
    else void send(form, submitter);
  },
  { capture: true },
);

document.addEventListener('keydown', (event) => {
  const { key, target, isComposing, shiftKey, ctrlKey, altKey, metaKey } = event;
  const isPlainEnter = key === 'Enter' && !isComposing && !shiftKey && !ctrlKey && !altKey && !metaKey;
  // Keyboards on a screen have no other way to a new line.
  if (!isPlainEnter || target !== field() || matchMedia('(hover: none) and (pointer: coarse)').matches)
    return;
  event.preventDefault();
  composer()?.requestSubmit();
});

document.addEventListener('input', ({ target }) => {
  if (target === field()) fitField();
});

/** For browsers without `field-sizing`. */
function fitField() {
  const text = field();
  if (text === null || CSS.supports('field-sizing', 'content')) return;
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight}px`;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function send(form, submitter) {
  const fields = [...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]);
  const isComposer = form === composer();
  showProblem('');
  setSending(true);
  const request = { method: 'POST', body: new URLSearchParams(fields) };
  const isKept = await follow(form.action, request, () => {
    for (const id of form.querySelectorAll('input[name=send-id]'))
      if (id instanceof HTMLInputElement) id.value = newSendId();
    const text = field();
    if (isComposer && text !== null) text.value = '';
    fitField();
    setSending(false);
  });
  setSending(false);
  if (isComposer || !isKept) field()?.focus();
}

/** What was typed stays until the message has arrived. @param {boolean} isSending */
function setSending(isSending) {
  const text = field();
  if (text !== null) text.readOnly = isSending;
  for (const button of document.querySelectorAll('.chat form[data-chat] button'))
    if (isSending) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
}

/**
 * Sends a request and shows its events. Returns whether the message has arrived.
 *
 * @param {string} address @param {RequestInit} request @param {() => void} onKept
 */
async function follow(address, request, onKept) {
  isAnswering = true;
  let isKept = false;
  let isDone = false;
  try {
    const headers = { Accept: eventsType };
    const response = await fetch(address, { ...request, headers, cache: 'no-store', redirect: 'manual' });
    if (response.status === 204) setTimeout(() => location.reload(), 1_000);
    for await (const event of eventsOf(response)) {
      if (event.question !== undefined && !isKept) {
        isKept = true;
        onKept();
      }
      isDone = isDone || (event.text === undefined && event.question === undefined);
      show(event);
    }
    if (!isDone && response.status !== 204) showProblem(sentence(isKept ? 'interrupted' : 'failed'), true);
  } catch {
    if (isKept) showProblem(sentence('interrupted'), true);
    else showProblem(sentence('noResponse'));
  }
  isAnswering = false;
  log()?.removeAttribute('aria-busy');
  return isKept;
}

/** @param {Response} response @returns {AsyncGenerator<ChatEvent>} */
async function* eventsOf({ body, headers }) {
  if (body === null || headers.get('Content-Type') !== eventsType) return;
  let rest = '';
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line);
  }
}

/** @param {ChatEvent} event */
function show({ question, text, answer, changed, problem, signIn }) {
  if (question !== undefined) addQuestion(question);
  if (text !== undefined) addText(text);
  if (answer !== undefined) addAnswer(answer);
  if (changed !== undefined) location.reload();
  if (problem !== undefined) showProblem(problem, signIn === undefined && isAnsweringShown(), signIn);
}

const log = () => find('[role=log]');
const messages = () => find('[data-messages]');
const isAnsweringShown = () => find('[data-answering]') !== null;

/** @param {string} markup */
function addQuestion(markup) {
  // Only the whole answer is read out.
  log()?.setAttribute('aria-busy', 'true');
  for (const notice of document.querySelectorAll('.chat .notice, .done')) notice.remove();
  for (const link of document.querySelectorAll('[data-not-empty]')) link.removeAttribute('hidden');
  find('.suggestions')?.classList.remove('first');
  find('.suggestions h2')?.classList.add('hidden');
  add(markup);
  const template = find('[data-answering-template]');
  if (template instanceof HTMLTemplateElement && !isAnsweringShown()) {
    const item = template.content.firstElementChild?.cloneNode(true);
    if (item instanceof HTMLElement) {
      item.dataset.answering = '';
      messages()?.append(item);
    }
  }
  scrollToEnd();
}

/** @param {string} text */
function addText(text) {
  const isAtEnd = isNearEnd();
  find('[data-answering] [data-pieces]')?.append(text);
  if (isAtEnd) scrollToEnd();
}

/** @param {string} markup */
function addAnswer(markup) {
  const isAtEnd = isNearEnd();
  find('[data-answering]')?.remove();
  log()?.removeAttribute('aria-busy');
  add(markup);
  if (isAtEnd) scrollToEnd();
}

/** Adds a message, unless the page has it by now. @param {string} markup */
function add(markup) {
  const template = document.createElement('template');
  template.innerHTML = markup;
  const item = template.content.firstElementChild;
  if (!(item instanceof HTMLElement)) return;
  find('#latest')?.removeAttribute('id');
  const same = find(`[data-message="${CSS.escape(item.dataset.message ?? '')}"]`);
  if (same !== null) same.replaceWith(item);
  else {
    const answering = find('[data-answering]');
    if (answering !== null) answering.before(item);
    else messages()?.append(item);
  }
  item.dispatchEvent(new CustomEvent('postern:added', { bubbles: true }));
}

/** @param {string} text @param {boolean} [mayReload] @param {string} [signIn] */
function showProblem(text, mayReload = false, signIn) {
  const place = find('[data-problem]');
  if (place === null) return;
  place.replaceChildren();
  if (text === '') return;
  const message = document.createElement('p');
  message.className = 'error';
  message.setAttribute('role', 'alert');
  message.append(text);
  if (mayReload) message.append(' ', linkTo(location.pathname, sentence('reload')));
  if (signIn !== undefined) {
    const link = linkTo(signIn, sentence('signIn'));
    // What was typed stays here.
    link.target = '_blank';
    message.append(' ', link);
  }
  place.append(message);
  if (mayReload) stopAnswering();
}

/** What has arrived of an answer stays. */
function stopAnswering() {
  const item = find('[data-answering]');
  if (item === null) return;
  delete item.dataset.answering;
  item.querySelector('.answering')?.remove();
  if (item.querySelector('[data-pieces]')?.textContent === '') item.remove();
}

/** @param {string} href @param {string} text */
function linkTo(href, text) {
  const link = document.createElement('a');
  link.href = href;
  link.textContent = text;
  return link;
}

function isNearEnd() {
  return document.documentElement.scrollHeight - scrollY - innerHeight < 160;
}

function scrollToEnd() {
  scrollTo(0, document.documentElement.scrollHeight);
}

/** Works over plain HTTP too, where browsers have no `randomUUID`. */
function newSendId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

for (const notice of document.querySelectorAll('.chat [data-without-script]')) notice.remove();
if (isAnsweringShown()) void follow('/agent/answer', {}, () => undefined);
if (messages()?.childElementCount) {
  scrollToEnd();
  field()?.focus({ preventScroll: true });
}
