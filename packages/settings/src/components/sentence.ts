import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';

/** Characters for private use, which no text of a catalogue has. */
const firstMark = 0xf0000;
const anyMark = /([\u{F0000}-\u{F000F}])/u;

/**
 * Returns a text of the catalogue with values in the places of its parameters that may be markup, such as a `<time>` or
 * a link. Strings are escaped.
 */
export function sentence(
  text: (...parameters: string[]) => string,
  ...values: readonly (Markup | string)[]
): Markup {
  const marks = values.map((_value, index) => String.fromCodePoint(firstMark + index));
  const parts = text(...marks).split(anyMark);
  return html`${parts.map((part) => values[marks.indexOf(part)] ?? part)}`;
}
