/** A page that says what went wrong, and what to do now. */
interface ProblemText {
  readonly title: string;
  readonly text: string;
}

/** What went wrong, on a page of its own. */
export interface ProblemTexts {
  readonly notFound: ProblemText;
  readonly notAllowed: ProblemText;
  /** A change that did not come from one of the workspace's pages. */
  readonly crossSite: ProblemText;
  /** The page can't be opened with this method: a bookmark of the address of a form, for example. */
  readonly wrongMethod: ProblemText;
  readonly tooLarge: ProblemText;
  readonly unreadable: ProblemText;
  /** The database, or something else that the workspace needs, does not respond. */
  readonly down: ProblemText;
  /** A mistake in the workspace. */
  readonly broken: ProblemText;
  readonly toKeys: string;
}

const check = 'If you were changing something, check first whether the change was made.';

export const enProblems: ProblemTexts = {
  notFound: {
    title: 'Page not found',
    text: 'This page doesn’t exist, or you don’t have access to it.',
  },
  notAllowed: {
    title: 'You don’t have access',
    text: 'Only admins of the organisation can do this. Ask one of them.',
  },
  crossSite: {
    title: 'Nothing was changed',
    text: 'This change was sent by another site, so it was blocked. Open the page here and try again.',
  },
  wrongMethod: {
    title: 'This page can’t be opened directly',
    text: 'It only receives a form. Open the page with the form and send it from there.',
  },
  tooLarge: {
    title: 'That was too long',
    text: 'Nothing was changed. Go back, shorten what you entered and send it again.',
  },
  unreadable: {
    title: 'The form couldn’t be read',
    text: 'Nothing was changed. Open the page again and send the form from there.',
  },
  down: {
    title: 'Something isn’t responding',
    text: `This is usually over in a moment. Then try again. ${check}`,
  },
  broken: {
    title: 'Something went wrong',
    text: `It’s our fault, and it has been logged. Try again in a moment. ${check}`,
  },
  toKeys: 'Go to your API keys',
};

const deCheck = 'Wenn Sie gerade etwas ändern wollten, sehen Sie vorher nach, ob es schon geändert ist.';

export const deProblems: ProblemTexts = {
  notFound: {
    title: 'Seite nicht gefunden',
    text: 'Diese Seite gibt es nicht, oder Sie haben keinen Zugriff darauf.',
  },
  notAllowed: {
    title: 'Kein Zugriff',
    text: 'Das können nur Admins der Organisation. Wenden Sie sich an einen Admin.',
  },
  crossSite: {
    title: 'Es wurde nichts geändert',
    text: 'Diese Änderung kam von einer anderen Website und wurde blockiert. Öffnen Sie die Seite hier und versuchen Sie es noch einmal.',
  },
  wrongMethod: {
    title: 'Diese Seite lässt sich nicht direkt öffnen',
    text: 'Sie nimmt nur ein Formular entgegen. Öffnen Sie die Seite mit dem Formular und senden Sie es dort ab.',
  },
  tooLarge: {
    title: 'Das war zu lang',
    text: 'Es wurde nichts geändert. Gehen Sie zurück, kürzen Sie Ihre Eingabe und senden Sie sie noch einmal.',
  },
  unreadable: {
    title: 'Das Formular konnte nicht gelesen werden',
    text: 'Es wurde nichts geändert. Öffnen Sie die Seite noch einmal und senden Sie das Formular dort ab.',
  },
  down: {
    title: 'Etwas antwortet gerade nicht',
    text: `Meist ist das nach einem Moment vorbei. Versuchen Sie es dann noch einmal. ${deCheck}`,
  },
  broken: {
    title: 'Etwas ist schiefgegangen',
    text: `Das ist unser Fehler, und er wurde protokolliert. Versuchen Sie es gleich noch einmal. ${deCheck}`,
  },
  toKeys: 'Zu Ihren API-Schlüsseln',
};
