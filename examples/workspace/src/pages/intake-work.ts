import { relativeTime } from '@postern/settings';
import { html } from 'hono/html';
import { noTextError } from '../intake/work.js';
import type { ListedWork } from '../intake/work-items.js';
import type { IntakeTexts } from '../texts/areas/intake.js';
import { settingsTextsFor } from '../texts/settings-texts.js';
import { textsFor } from '../texts/texts.js';
import { inlineText } from './inline-text.js';
import type { Markup } from './page.js';

/** How much of a payload is shown before it is opened, in characters. */
const previewLength = 60;

const looks = { pending: '', completed: ' good', failed: ' bad' } as const;

/** The latest work of an intake, as a table. `label` is the ID of its heading. */
export function intakeWork(request: Request, work: readonly ListedWork[], label: string): Markup {
  const { intake: texts } = textsFor(request);
  if (work.length === 0)
    return html`<div class="card empty"><h4>${texts.noWorkTitle}</h4><p>${texts.noWorkText}</p></div>`;
  const columns = [texts.item, texts.state, texts.received, texts.payload];
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  return html`<div class="card"><table class="wide" role="table" aria-labelledby="${label}">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${work.map((item) => workRow(request, item))}</tbody>
</table>
<p class="foot">${texts.payloadHint}</p></div>`;
}

function workRow(request: Request, { id, status, error, excerpt, createdAt }: ListedWork): Markup {
  const { intake: texts } = textsFor(request);
  const cell = (name: string, content: Markup) => html`<td role="cell" data-label="${name}">${content}</td>`;
  const why = error === null ? '' : html`<span class="why muted">${inlineText(reason(texts, error))}</span>`;
  return html`<tr role="row">
<th role="rowheader" scope="row"><code>${id}</code></th>
${cell(texts.state, html`<div><span class="badge${looks[status]}">${texts.states[status]}</span>${why}</div>`)}
${cell(texts.received, html`${relativeTime(settingsTextsFor(request), new Date(createdAt))}`)}
${cell(texts.payload, payload(texts, excerpt))}
</tr>
`;
}

/** Work says why it failed in English, for programs. */
function reason(texts: IntakeTexts, error: string): string {
  return error === noTextError ? texts.noText : error;
}

function payload(texts: IntakeTexts, excerpt: string | null): Markup {
  if (excerpt === null) return html`<span class="muted">${texts.noPayload}</span>`;
  if (excerpt.length <= previewLength) return html`<code>${excerpt}</code>`;
  const preview = `${[...excerpt].slice(0, previewLength).join('')}…`;
  return html`<details><summary><code>${preview}</code></summary><pre><code>${excerpt}</code></pre></details>`;
}
