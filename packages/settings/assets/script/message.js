import { textOf } from './announce.js';

/**
 * A message about something that went wrong, which is read out as soon as it is on the page.
 *
 * @param {readonly (Node | string)[]} content @param {() => void} [tryAgain]
 */
export function messageOf(content, tryAgain) {
  const message = document.createElement('div');
  message.className = 'error';
  message.dataset.message = '';
  message.setAttribute('role', 'alert');
  for (const part of content) message.append(typeof part === 'string' ? paragraph(part) : part);
  // Only the page, or the form below, has a title.
  for (const title of message.querySelectorAll('h1')) title.replaceWith(paragraph(...title.childNodes));
  // Following a link must not lose what was filled in.
  for (const link of message.querySelectorAll('a')) {
    if (link.dataset.dialog !== undefined) continue;
    link.target = '_blank';
    const hint = document.createElement('span');
    hint.className = 'hidden';
    hint.textContent = ` ${textOf('newTab')}`;
    link.append(hint);
  }
  if (tryAgain !== undefined && textOf('tryAgain') !== '') message.append(buttonFor('tryAgain', tryAgain));
  return message;
}

/** @param {import('./fetch-page.js').FetchedPage} page @returns {readonly (Node | string)[]} */
export function contentOf({ main, isSignIn, address }) {
  if (!isSignIn) return [...main.childNodes];
  const link = document.createElement('a');
  link.href = address;
  link.textContent = textOf('signIn') || address;
  return [paragraph(textOf('signedOut')), paragraph(link)];
}

/** @param {...(Node | string)} content */
function paragraph(...content) {
  const element = document.createElement('p');
  element.append(...content);
  return element;
}

/** A button of the script, with a text of `<body>`. @param {string} name @param {() => void} onClick */
export function buttonFor(name, onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = textOf(name);
  button.addEventListener('click', onClick);
  return button;
}
