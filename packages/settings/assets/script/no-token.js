/** How long a part of an API key is that can be completed. The server checks this more exactly. */
const minLength = 28;

/** Whether a form must not be sent, because it would put an API key into the address. @param {HTMLFormElement} form */
export function refusesToken(form) {
  for (const field of form.querySelectorAll('[data-no-token]')) {
    if (!(field instanceof HTMLInputElement) || !looksLikeToken(field)) continue;
    field.setCustomValidity(field.dataset.noToken ?? '');
    field.reportValidity();
    field.addEventListener('input', () => field.setCustomValidity(''), { once: true });
    return true;
  }
  return false;
}

/** @param {HTMLInputElement} field */
function looksLikeToken({ value, dataset }) {
  const from = Number(dataset.tokenFrom ?? minLength);
  const runs = (value.match(/[A-Za-z0-9]+/g) ?? []).filter(({ length }) => length >= from);
  return runs.some((run) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run));
}
