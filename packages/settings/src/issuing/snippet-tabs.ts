import { html } from 'hono/html';
import type { Page } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import { snippetsFor } from './snippets.js';

/** How to use a new key, one tool at a time. The style shows what is chosen, so this works without the script. */
export function snippetTabs({ texts, host }: Page, token: string): Markup {
  const { curl, env, typescript } = snippetsFor(host.exampleUrl, token);
  const tabs = [
    { id: 'curl', title: 'curl', text: curl, secret: '' },
    // Only the snippet with the token is secret: to copy it is to copy the token.
    { id: 'env', title: '.env', text: env, secret: html` data-secret` },
    { id: 'typescript', title: 'TypeScript', text: typescript, secret: '' },
  ];
  const choices = tabs.map(
    ({ id, title }, index) =>
      html`<label><input class="hidden" type="radio" name="snippet" value="${id}"${index === 0 ? html` checked` : ''}>${title}</label>`,
  );
  const panels = tabs.map(
    ({ id, title, text, secret }) =>
      html`<div class="snippet ${id}"><pre><code id="snippet-${id}"${secret}>${text}</code></pre><button type="button" class="small" data-copy="snippet-${id}" data-copied="${texts.copied}" data-by-hand="${texts.copyByHand}" aria-label="${texts.copySnippet(title)}" hidden>${texts.copy}</button></div>\n`,
  );
  return html`<fieldset class="snippets">
<legend>${texts.useIt}</legend>
<div class="tabs">${choices}</div>
${panels}</fieldset>`;
}
