import { textOf } from './announce.js';
import { markBusy } from './busy.js';
import { closeDone, isOpen, removeMessage, setOpener, setSending, show, showMessage } from './dialog.js';
import { showDone, withoutDone } from './done.js';
import { fetchPage } from './fetch-page.js';
import { contentOf } from './message.js';
import { focusAgain, openerOf } from './opener.js';
import { adopt, refreshPage } from './refresh.js';

/** What is being loaded. @type {{ readonly from: Element, readonly isChange: boolean } | undefined} */
let pending;

/** Opens the page of a link in the dialog. @param {HTMLAnchorElement} link */
export async function openInDialog(link) {
  await load(link, null, () => openInDialog(link), link.href);
}

/** Sends a form, and shows the response in the dialog. @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
export async function sendInBackground(form, submitter) {
  // A form without files can be sent URL-encoded, which every parser reads.
  const fields = [...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]);
  const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const again = () => form.requestSubmit(submitter?.isConnected ? submitter : null);
  await load(form, submitter, again, address, { method: 'POST', body: new URLSearchParams(fields) });
}

/**
 * @param {HTMLAnchorElement | HTMLFormElement} from
 * @param {Element | null} button @param {() => void} again
 * @param {string} address @param {RequestInit} [change] the request, if it is to change something
 */
async function load(from, button, again, address, change) {
  // A second click does nothing, and nothing gets between a change and its response.
  if (pending?.from === from || pending?.isChange) return;
  const isChange = change !== undefined;
  const mine = { from, isChange };
  pending = mine;
  setOpener(openerOf(from));
  const markDone = markBusy(from, button);
  if (isChange) setSending(true);
  const page = await fetchPage(address, change).catch(() => undefined);
  if (isChange) setSending(false);
  markDone();
  // In the meantime, the person may have chosen something else.
  if (pending !== mine) return;
  pending = undefined;
  removeMessage();
  // In a dialog, it would look like a page of the person that the sidebar names.
  if (page?.isForOtherPerson && !isChange) return location.assign(address);
  if (page !== undefined) return respond(page, again);
  // What was sent may have arrived, so nothing here may say that nothing was changed.
  const { noAnswer = textOf('noAnswer') } = from.dataset;
  showMessage([isChange ? noAnswer : textOf('notLoaded', 'noAnswer')], again);
}

/** @param {import('./fetch-page.js').FetchedPage} page @param {() => void} again */
async function respond(page, again) {
  const { main, status, isOk, isRedirected, isSignIn } = page;
  if (isSignIn) return showMessage(contentOf(page), again);
  if (isOk && isRedirected) return finish(page);
  // What the form was about has changed or is gone, so sending it again would not help.
  const isOver = [404, 409, 410].includes(status) && isOpen();
  if (isOk || isOver || main.querySelector('form') !== null) return show(main);
  showMessage(contentOf(page), status === 401 || status >= 500 ? again : undefined);
}

/** Something was done: the person is back on the page where they began. @param {import('./fetch-page.js').FetchedPage} page */
async function finish(page) {
  const done = page.main.querySelector('[data-done]');
  const opener = closeDone();
  if (withoutDone(page.address) === withoutDone(location.href)) adopt(page);
  else await refreshPage();
  showDone(done);
  focusAgain(opener);
}
