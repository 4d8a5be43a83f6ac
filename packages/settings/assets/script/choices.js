// What is chosen below a radio button chooses that button too: a person who ticks a scope means only that scope.
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.checked) return;
  const group = target.closest('[data-checks]');
  if (!(group instanceof HTMLElement)) return;
  const button = group.closest('form')?.querySelector(`#${CSS.escape(group.dataset.checks ?? '')}`);
  if (button instanceof HTMLInputElement) button.checked = true;
});
