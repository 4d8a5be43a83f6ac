/** What the script says, besides what is on the pages. */
export interface ScriptTexts {
  /** There was no response to a form that may have changed something, and the form has no sentence of its own. */
  readonly noAnswer: string;
  /** There was no response to a link, so nothing was changed. */
  readonly notLoaded: string;
  readonly tryAgain: string;
  /** On a button while its form is on its way. */
  readonly busy: string;
  /** The page could not be loaded again after a change. */
  readonly mayBeStale: string;
  /** A link that leads to another tab, so that nothing is lost here: read out, after its text. */
  readonly newTab: string;
}

export const enScript: ScriptTexts = {
  noAnswer: 'There was no response. Check whether the change was made before you try again.',
  notLoaded: 'This couldn’t be opened. Check your connection and try again.',
  tryAgain: 'Try again',
  busy: 'One moment…',
  mayBeStale: 'This page couldn’t be refreshed, so it may be out of date.',
  newTab: '(opens in a new tab)',
};

export const deScript: ScriptTexts = {
  noAnswer:
    'Es kam keine Antwort. Prüfen Sie, ob die Änderung schon erfolgt ist, bevor Sie es noch einmal versuchen.',
  notLoaded: 'Das ließ sich nicht öffnen. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  tryAgain: 'Noch einmal versuchen',
  busy: 'Einen Moment …',
  mayBeStale: 'Diese Seite ließ sich nicht aktualisieren und ist vielleicht nicht mehr aktuell.',
  newTab: '(öffnet sich in einem neuen Tab)',
};
