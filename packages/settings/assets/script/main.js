// What the script adds to pages that work without it. It is one file when it is served (`tools/write-assets.mjs`).
//
// Markup that it understands:
//
// - `a[data-dialog]` opens the `main` of its page in a dialog. A link of a `details.menu` may have it too.
// - `form[method=post]` in a dialog, or with `data-dialog`, is sent in the background. If its response redirects, it is
//   done: the dialog closes, the page behind it is brought up to date, says the `[data-done]` of the response, and the
//   focus returns to where it came from: the opener, something in the row (`[data-key]`) that it was in, or else what
//   has `autofocus`, or the heading. Any other response is shown in the dialog. A refusal without a form is shown above
//   the form, which stays as it was filled in, unless what it is about is gone. `data-no-answer` on the form says what
//   to do if there is no response.
// - `[data-close]` closes its dialog. If it is a link with `?done=…&key=…`, the page behind says what that action did.
// - `[data-done]` says what an action has done, once. Its `?done=…&key=…` disappears from the address.
// - `button[data-copy="id"]` copies the text of that element. It is `hidden` without the script. `data-copied` and
//   `data-by-hand` say what has happened.
// - `[data-token]` is around what shows a token. Until the token is copied, by button or by hand, closing it asks
//   `data-question`, with the answers `data-keep` and `data-discard`. `[data-close][data-saved]` doesn't ask.
// - `[data-secret]`, and everything in `[data-token]`, is removed when its dialog closes or the page is left.
// - `time[data-relative="just now"]` stays fresh; its value stands for the last minute. Every `time` has its local time as `title`.
// - `[data-with-script]` has the text that is true with the script. `[data-local-day]` of a `time` becomes the day in
//   the person's time zone. A form with a date `expires` is sent with `day-ends`, the instant at which that day ends.
//   `data-latest` of that field is the last instant at which it may end.
// - `[data-checks="id"]` is around checkboxes below a radio button: ticking one chooses that button.
// - `input[data-no-token="sentence"]` is not sent if it holds what looks like an API key, or a part of one that is as
//   long as `data-token-from` says, by default 28 characters. IDs can be long too.
//
// `<body>` has the sentences for every page, such as `data-close`. A script of the host that adds markup dispatches a
// bubbling `postern:added` on it.
import { isBusy, markBusy } from './busy.js';
import { copy } from './copy.js';
import { isInDialog, requestClose } from './dialog.js';
import { showDone, withoutDone } from './done.js';
import { enhance } from './enhance.js';
import { openInDialog, sendInBackground } from './load.js';
import './choices.js';
import './menus.js';
import { refusesToken } from './no-token.js';
import { placeOf } from './opener.js';
import { keepToken } from './secrets.js';

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('a, button') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!(target instanceof HTMLElement) || !isPlain) return;
  const { copy: copied, dialog, close, saved } = target.dataset;
  if (copied !== undefined) void copy(target);
  if (saved !== undefined) keepToken();
  if (target instanceof HTMLAnchorElement && dialog !== undefined) {
    event.preventDefault();
    void openInDialog(target);
  }
  if (close !== undefined && isInDialog(target)) {
    event.preventDefault();
    void requestClose(target instanceof HTMLAnchorElement ? target.href : undefined);
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
  } else {
    // A browser doesn't say that a page never came: the person stopped it, or it was a download.
    setTimeout(markBusy(form, submitter), 15_000);
  }
});

document.addEventListener('postern:added', ({ target }) => {
  if (target instanceof Element) enhance(target);
});

// Going back must not show a page with a token again, or one that has changed since.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

enhance(document);
const main = document.querySelector('main');
const done = main?.querySelector('[data-done]') ?? null;
showDone(done);
// After an action, and where a token has to be copied.
if (done !== null || main?.querySelector('[data-token]')) placeOf(main)?.focus();
if (withoutDone(location.href) !== location.href)
  history.replaceState(history.state, '', withoutDone(location.href));
