/**
 * A page that was fetched. `address` is the end of its redirects. `isSignIn`: the session has ended, and the response
 * is where to begin another. `isForOtherPerson`: someone else has signed in since the page around it was opened.
 * @typedef {{
 *   readonly main: Element,
 *   readonly title: string,
 *   readonly status: number,
 *   readonly isOk: boolean,
 *   readonly isRedirected: boolean,
 *   readonly isSignIn: boolean,
 *   readonly isForOtherPerson: boolean,
 *   readonly address: string,
 * }} FetchedPage
 */

/** How long a response may take, in milliseconds. */
const deadlineMs = 60_000;

/**
 * Fetches a page. Its links become absolute, because they are relative to that page, not to this one.
 *
 * @param {string} address @param {RequestInit} [request] @returns {Promise<FetchedPage>}
 * @throws if there is no response, or it is not a page
 */
export async function fetchPage(address, request = {}) {
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
    for (const element of main.querySelectorAll(`[${name}]`))
      element.setAttribute(name, new URL(element.getAttribute(name) ?? '', url).href);
  const isSignIn = isRedirected && main.querySelector('input[type=password]') !== null;
  const [person, personHere] = [personOn(page), personOn(document)];
  const isForOtherPerson = person !== undefined && personHere !== undefined && person !== personHere;
  return { main, title: page.title, status, isOk, isRedirected, isSignIn, isForOtherPerson, address: url };
}

/** @param {Document} page */
function personOn(page) {
  const sidebar = page.querySelector('[data-person]');
  return sidebar instanceof HTMLElement ? sidebar.dataset.person : undefined;
}
