import { html } from 'hono/html';
import type { Texts } from '../texts/texts.js';
import type { Markup } from './markup.js';

/** The sentences of the script, as attributes of `<body>` (see `assets/script/main.js`). */
export function scriptTexts(texts: Texts): Markup {
  const { noAnswer, notLoaded, tryAgain, busy, mayBeStale, newTab, close, signedOut, signIn } = texts;
  return html` data-no-answer="${noAnswer}" data-not-loaded="${notLoaded}" data-try-again="${tryAgain}" data-busy="${busy}" data-stale="${mayBeStale}" data-new-tab="${newTab}" data-close="${close}" data-signed-out="${signedOut}" data-sign-in="${signIn}"`;
}
