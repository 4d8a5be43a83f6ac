import { textOf } from './announce.js';
import { showDone, withDoneOf } from './done.js';
import { enhance } from './enhance.js';
import { fetchPage } from './fetch-page.js';
import { contentOf, messageOf } from './message.js';
import { focusAgain } from './opener.js';

/**
 * Shows the current page again, as it is now. What is being typed, and what is in view, stay.
 *
 * @param {string} [by] an address that says what an action has done, for the page to report
 */
export async function refreshPage(by = location.href) {
  try {
    const page = await fetchPage(withDoneOf(location.href, by));
    if (page.isForOtherPerson) return location.reload();
    if (!page.isOk || page.isSignIn) return showStale(contentOf(page));
    const done = page.main.querySelector('[data-done]');
    adopt(page);
    showDone(done);
  } catch {
    showStale([textOf('stale', 'noAnswer')]);
  }
}

/** Replaces the content of the page. @param {import('./fetch-page.js').FetchedPage} page */
export function adopt(page) {
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

/** The page could not be brought up to date. @param {readonly (Node | string)[]} content */
function showStale(content) {
  const main = document.querySelector('main');
  main?.querySelector('[data-message]')?.remove();
  main?.prepend(messageOf(content, () => void refreshPage().then(() => focusAgain(undefined))));
}

/** @param {ParentNode} root */
function draftsIn(root) {
  const fields = [...root.querySelectorAll('input, textarea')].filter(isTextField);
  return fields.filter(({ id, value, defaultValue }) => id !== '' && value !== defaultValue);
}

/** @param {Element | null} field @returns {field is HTMLInputElement | HTMLTextAreaElement} */
function isTextField(field) {
  return (
    field instanceof HTMLTextAreaElement ||
    (field instanceof HTMLInputElement && ['text', 'search'].includes(field.type))
  );
}
