import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';
import type { ExportName } from './export-response.js';

/** The formats, by what people call them. These are names, the same in every language. */
const names: Readonly<Record<ExportName, string>> = { csv: 'CSV', jsonl: 'JSON Lines' };

/** Links that download all keys of a list. `query`: which ones. */
export function exportLinks(texts: Texts, path: string, query: URLSearchParams): Markup {
  const links = (Object.keys(names) as ExportName[]).map((format) => {
    const parameters = new URLSearchParams([['format', format], ...query]);
    return html` <a href="${path}?${parameters}" download>${names[format]}</a>`;
  });
  return html`<span class="exports">${texts.exportAll}${links}</span>`;
}
