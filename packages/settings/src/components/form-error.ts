import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';

/** What is wrong with a form, and with which of its fields. `field: null`: with the form as a whole. */
export interface FormError {
  readonly field: 'name' | 'expires' | 'scopes' | 'grace' | null;
  readonly message: string;
}

/** What was wrong, at the top of a form: `outcome` says that nothing happened. */
export function errorSummary(outcome: string, error: FormError | undefined): Markup | string {
  if (error === undefined) return '';
  // People who see the page see the message next to its field.
  const message = html`<p${error.field === null ? '' : html` class="hidden"`}>${error.message}</p>`;
  return html`<div class="error-summary" role="alert"><p><strong>${outcome}</strong></p>${message}</div>`;
}

/** What was wrong with a field, next to it. The field itself refers to it as `{field}-error`. */
export function fieldError(field: FormError['field'], error: FormError | undefined): Markup | string {
  if (error?.field !== field) return '';
  return html`<p class="error" id="${field}-error">${error.message}</p>`;
}
