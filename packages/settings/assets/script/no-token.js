/** A whole API key, or a part that is long enough to complete: the server checks this more exactly. */
const run = /[A-Za-z0-9]{28,}/g;

/** Whether a form must not be sent, because it would put an API key into the address. @param {HTMLFormElement} form */
export function refusesToken(form) {
  for (const field of form.querySelectorAll('[data-no-token]')) {
    if (!(field instanceof HTMLInputElement) || !looksLikeToken(field.value)) continue;
    field.setCustomValidity(field.dataset.noToken ?? '');
    field.reportValidity();
    field.addEventListener('input', () => field.setCustomValidity(''), { once: true });
    return true;
  }
  return false;
}

/** @param {string} text */
function looksLikeToken(text) {
  return (text.match(run) ?? []).some((part) => /[a-z]/.test(part) && /[A-Z]/.test(part) && /\d/.test(part));
}
