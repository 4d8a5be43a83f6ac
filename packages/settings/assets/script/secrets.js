/** The part of a page that shows a token. @param {ParentNode} root */
const tokenIn = (root) => root.querySelector('[data-token]');

/** Whether leaving would lose a token: it is shown, and the person has not copied it. @param {ParentNode} root */
function losesToken(root) {
  const part = tokenIn(root);
  return (
    part instanceof HTMLElement && part.dataset.question !== undefined && part.dataset.kept === undefined
  );
}

/** Remembers that the person has a copy of the token. */
export function keepToken() {
  for (const part of document.querySelectorAll('[data-token]')) part.setAttribute('data-kept', '');
}

/** A token must be nowhere once its dialog is closed or its page is left: not even in the page behind *Back*. */
export function forgetSecrets() {
  for (const secret of document.querySelectorAll('[data-secret], [data-token], #token')) secret.remove();
}

/** Asks before a token is lost. Resolves to whether to go on. @param {HTMLElement} root */
export async function mayLeave(root) {
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
  form.append(answer('discard', part.dataset.discard), answer('keep', part.dataset.keep));
  question.append(text, form);
  document.body.append(question);
  question.showModal();
  await new Promise((resolve) => question.addEventListener('close', resolve, { once: true }));
  question.remove();
  // Esc leaves no answer, and keeps the token.
  return question.returnValue === 'discard';
}

/** @param {string} value @param {string | undefined} text */
function answer(value, text = '') {
  const button = document.createElement('button');
  button.value = value;
  button.className = value === 'keep' ? 'primary' : '';
  button.autofocus = value === 'keep';
  button.textContent = text;
  return button;
}

// A token that was selected and copied by hand is kept too.
document.addEventListener('copy', ({ target }) => {
  const selected = target instanceof HTMLInputElement ? selectionIn(target) : String(getSelection());
  for (const secret of document.querySelectorAll('[data-secret]'))
    if (selected !== '' && selected.includes(textIn(secret))) keepToken();
});

/** @param {HTMLInputElement} input */
function selectionIn({ value, selectionStart, selectionEnd }) {
  return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
}

/** What an element shows, as it should be pasted. @param {Element} element */
export function textIn(element) {
  return element instanceof HTMLInputElement ? element.value : (element.textContent ?? '').trim();
}

// The browser asks, in its own words.
addEventListener('beforeunload', (event) => {
  if (losesToken(document)) event.preventDefault();
});
