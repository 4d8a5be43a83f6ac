import { type ApiKey, displayForm, keyState, keyVersion } from '@postern/core';
import { holdsSecret } from '@postern/core/ports';
import type { ProblemStatus } from '@postern/management/internal';
import { html } from 'hono/html';
import { type Fact, factList } from '../components/facts.js';
import { personField } from '../form-person.js';
import { keysPath, type OwnerPageContext, ownerText } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import type { Texts } from '../texts/texts.js';
import type { KeyChange } from './change-key.js';
import { consequencesOf } from './consequences.js';
import { endings } from './key-page-facts.js';
import { findRelatives, type Relatives } from './relatives.js';

/** What is wrong with the form of a change. `field: null`: it is not about a single field. */
export interface ChangeError {
  readonly status: ProblemStatus;
  readonly field: 'name' | 'reason' | null;
  readonly message: string;
}

/** A change that a person is asked to confirm. */
export interface AskedChange {
  readonly key: ApiKey;
  readonly change: KeyChange;
  /** The fields, as filled in. */
  readonly name: string;
  readonly reason: string;
  /** Default: the form was not sent yet. */
  readonly error?: ChangeError | undefined;
}

/** The page that asks for confirmation before a key is changed, and says what that means. */
export async function changePage(context: OwnerPageContext, asked: AskedChange): Promise<Awaited<Markup>> {
  const { page, owner } = context;
  const { texts } = page;
  const { key, change, error } = asked;
  const here = keysPath(page, owner);
  const { effect, isSerious, notes } = consequencesOf(texts, asked, await relativesOf(context, asked));
  const title = titleOf(texts, change)(key.name);
  const facts: Fact[] = [
    [texts.key, html`<code>${displayForm(key)}</code>`],
    [texts.owner, await ownerText(context)],
    ...(await endings(context, key, [])),
  ];
  return layout(page, {
    title,
    nav: await navigation(context),
    crumbs: [...(await crumbsBelowKeys(context)), { text: key.name, href: `${here}/${key.id}` }],
    main: html`<h1>${title}</h1>
${factList(facts)}
<p${isSerious ? html` class="warning"` : ''}>${effect}</p>
${notes.map((note) => html`<p>${note}</p>\n`)}<form method="post" action="${here}/${key.id}/${change}" data-no-answer="${texts.noAnswerToChange}">
${personField(context.actor)}
${error?.field === null ? html`<p class="error" role="alert">${error.message}</p>` : ''}
<input type="hidden" name="version" value="${keyVersion(key)}">
${field(texts, asked)}
<p class="buttons"><a class="button" href="${here}/${key.id}" data-close${isFieldFirst(asked) ? '' : html` autofocus`}>${texts.cancel}</a> <button class="${change === 'delete' ? 'danger' : 'primary'}">${texts[change]}</button></p>
</form>`,
  });
}

/** Only what ends a key needs to say what becomes of the others. */
async function relativesOf(context: OwnerPageContext, { key, change }: AskedChange): Promise<Relatives> {
  const ends = change === 'disable' || change === 'delete';
  return ends ? findRelatives(context, key) : { predecessor: undefined, successor: undefined };
}

function titleOf(texts: Texts, change: KeyChange): (name: string) => string {
  const titles = {
    rename: texts.renameTitle,
    disable: texts.disableTitle,
    enable: texts.enableTitle,
    delete: texts.deleteTitle,
  };
  return titles[change];
}

/** Whether the focus is on the field: to fill it in, or to correct it. Otherwise *Cancel* is the safe place for it. */
function isFieldFirst({ change, error }: AskedChange): boolean {
  return change === 'rename' || (error !== undefined && error.field !== null);
}

/** What the person fills in: a new name, or why. */
function field(texts: Texts, asked: AskedChange): Markup | '' {
  const { change, name, reason, error } = asked;
  if (change === 'enable') return '';
  const [id, label, hint, value] =
    change === 'rename'
      ? (['name', texts.newName, '', name] as const)
      : (['reason', texts.reason, texts.reasonHint, reason] as const);
  const isInvalid = error?.field === id;
  const describedBy = [isInvalid ? `${id}-error` : '', hint === '' ? '' : `${id}-hint`].filter(
    (each) => each !== '',
  );
  // A name or a reason that was refused because it holds a token is not sent back.
  // P09 change
  const shown = holdsSecret(value) ? '' : value;
  return html`<div class="field"><label for="${id}">${label}</label>
<input id="${id}" name="${id}" value="${shown}" autocomplete="off"${change === 'rename' ? html` required` : html` maxlength="500"`}${isFieldFirst(asked) ? html` autofocus` : ''}${isInvalid ? html` aria-invalid="true"` : ''}${describedBy.length === 0 ? '' : html` aria-describedby="${describedBy.join(' ')}"`}>
${isInvalid ? html`<p class="error" id="${id}-error" role="alert">${error.message}</p>` : ''}${hint === '' ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}</div>`;
}

/** The page for a change that is not possible in the state that the key now has. */
export async function impossiblePage(context: OwnerPageContext, key: ApiKey): Promise<Awaited<Markup>> {
  const { page, owner } = context;
  const { texts } = page;
  const title = texts.stateNow[keyState(key, new Date())](key.name);
  return layout(page, {
    title,
    nav: await navigation(context),
    crumbs: await crumbsBelowKeys(context),
    main: html`<h1>${title}</h1>
<p>${texts.nothingToDo}</p>
<p class="buttons"><a class="button" href="${keysPath(page, owner)}/${key.id}" autofocus>${texts.toKey}</a></p>`,
  });
}
