import { html } from 'hono/html';
import type { WorkspaceTexts } from '../../texts/texts.js';
import { copyButton } from '../copy-button.js';
import { inlineText } from '../inline-text.js';
import type { Markup } from '../page.js';

interface Place {
  /** Begins the IDs of elements of this message. */
  readonly id: string;
  readonly texts: WorkspaceTexts;
}

/**
 * Shows what the agent said: paragraphs, lists and code, of the little Markdown that a model may write anyway. All of
 * it is text: no link, no image and no markup.
 */
export function messageText(text: string, place: Place): Markup {
  const blocks = text
    .split(/^```.*$/m)
    .map((part, index) => (index % 2 === 1 ? codeBlock(part, index, place) : html`${proseBlocks(part)}`));
  return html`${blocks}`;
}

function codeBlock(code: string, index: number, { id, texts }: Place): Markup {
  const codeId = `${id}-code-${index}`;
  const { code: what } = texts.chat;
  return html`<div class="snippet"><pre tabindex="0"><code id="${codeId}" tabindex="-1">${code.replace(/^\n/, '')}</code></pre>${copyButton(texts, codeId, what)}</div>`;
}

const items = { bullets: /^ {0,3}[-*•] +/, numbers: /^ {0,3}\d{1,3}[.)] +/ } as const;
type BlockKind = keyof typeof items | 'lines';

function proseBlocks(prose: string): readonly Markup[] {
  const blocks: { readonly kind: BlockKind; readonly lines: string[] }[] = [];
  let last: (typeof blocks)[number] | undefined;
  for (const line of prose.split('\n')) {
    if (line.trim() === '') {
      last = undefined;
      continue;
    }
    const kind = kindOf(line);
    if (last?.kind !== kind) {
      last = { kind, lines: [] };
      blocks.push(last);
    }
    last.lines.push(kind === 'lines' ? line : line.replace(items[kind], ''));
  }
  return blocks.map(({ kind, lines }) => {
    if (kind === 'lines') return html`<p>${inlineText(lines.join('\n'))}</p>`;
    const listed = lines.map((line) => html`<li>${inlineText(line)}</li>`);
    return kind === 'bullets' ? html`<ul>${listed}</ul>` : html`<ol>${listed}</ol>`;
  });
}

function kindOf(line: string): BlockKind {
  if (items.bullets.test(line)) return 'bullets';
  return items.numbers.test(line) ? 'numbers' : 'lines';
}
