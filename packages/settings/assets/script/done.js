import { announce } from './announce.js';

/** Shows and reads out what an action has done. @param {Element | null} done */
export function showDone(done) {
  if (done === null) return;
  // It would be read twice, or, if it was on the page from the start, not at all.
  done.removeAttribute('role');
  if (!done.isConnected) document.querySelector('main')?.prepend(done);
  announce(done.textContent ?? '');
}

/** An address with what an action has done, according to another one. @param {string} address @param {string} by */
export function withDoneOf(address, by) {
  const url = new URL(withoutDone(address));
  for (const [name, value] of new URL(by, location.href).searchParams)
    if (name === 'done' || name === 'key') url.searchParams.set(name, value);
  return url.href;
}

/** An address without what an action has done there. @param {string} address */
export function withoutDone(address) {
  const url = new URL(address, location.href);
  if (!url.searchParams.has('done')) return url.href;
  url.searchParams.delete('done');
  url.searchParams.delete('key');
  return url.href;
}
