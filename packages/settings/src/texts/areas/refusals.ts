import type { NameFlaw } from '@postern/core';

/** The sentences about refusals. */
export interface RefusalsTexts {
  readonly errors: ErrorTexts;
}

export const enRefusals: RefusalsTexts = {
  errors: {
    ERR_INVALID_NAME: {
      empty: 'Enter a name.',
      too_long: (length) => `Names can be up to 100 characters. This one has ${length}.`,
      characters: 'A name can’t contain line breaks, control characters or invisible characters.',
      secret: 'This looks like an API key, or part of one. Names are shown to others, so choose another one.',
    },
    ERR_INVALID_EXPIRY: (latestDay) =>
      `Choose a day that has not ended yet${latestDay === null ? '' : `, no later than ${latestDay}`}.`,
    ERR_INVALID_SCOPES: 'Some of these scopes don’t exist. Choose from the list.',
    ERR_SCOPES_NOT_GRANTED: (scopes) =>
      `You or the owner don’t have these scopes: ${scopes.join(', ')}. Choose fewer.`,
    ERR_INVALID_ARGUMENT: 'The form couldn’t be used. Open the page again.',
    ERR_INVALID_CURSOR: 'This page of the list doesn’t exist. Start with the first one.',
    ERR_ALREADY_ISSUED:
      'This form has already created a key, and the key is in use. To create another one, open the form again.',
    ERR_FORBIDDEN: (reason) => `You can’t do this: ${reason}`,
    ERR_OWNER_INACTIVE: 'The owner is no longer active.',
    ERR_KEY_NOT_FOUND: 'This key or owner doesn’t exist, or you may not see it.',
    ERR_KEY_NOT_LIVE: 'This key no longer works, or was already replaced. Create a new one instead.',
    ERR_TOO_MANY_KEYS: (limit) =>
      `No more keys can be added: the limit is ${limit}, and disabled keys count. Delete one that is no longer needed, then try again.`,
    ERR_OFFER_NOT_FOUND: 'This offer doesn’t exist, or it ended long ago. Ask for another key.',
    ERR_OFFER_NOT_OPEN:
      'This offer has ended: its key was already revealed, or it was withdrawn or has expired. Ask for another key.',
  },
};

export const deRefusals: RefusalsTexts = {
  errors: {
    ERR_INVALID_NAME: {
      empty: 'Geben Sie einen Namen ein.',
      too_long: (length) => `Namen können bis zu 100 Zeichen haben. Dieser hat ${length}.`,
      characters: 'Ein Name darf keine Zeilenumbrüche, Steuerzeichen oder unsichtbaren Zeichen enthalten.',
      secret:
        'Das sieht nach einem API-Schlüssel oder einem Teil davon aus. Namen sehen auch andere: Wählen Sie einen anderen.',
    },
    ERR_INVALID_EXPIRY: (latestDay) =>
      `Wählen Sie einen Tag, der noch nicht vorbei ist${latestDay === null ? '' : `, spätestens den ${latestDay}`}.`,
    ERR_INVALID_SCOPES: 'Einige dieser Rechte gibt es nicht. Wählen Sie aus der Liste.',
    ERR_SCOPES_NOT_GRANTED: (scopes) =>
      `Diese Rechte haben Sie oder der Eigentümer nicht: ${scopes.join(', ')}. Wählen Sie weniger.`,
    ERR_INVALID_ARGUMENT: 'Das Formular ist ungültig. Öffnen Sie die Seite noch einmal.',
    ERR_INVALID_CURSOR: 'Diese Seite der Liste gibt es nicht. Beginnen Sie bei der ersten.',
    ERR_ALREADY_ISSUED:
      'Dieses Formular hat schon einen Schlüssel erstellt, der benutzt wird. Für einen anderen öffnen Sie es noch einmal.',
    ERR_FORBIDDEN: (reason) => `Das dürfen Sie nicht: ${reason}`,
    ERR_OWNER_INACTIVE: 'Der Eigentümer ist nicht mehr aktiv.',
    ERR_KEY_NOT_FOUND: 'Diesen Schlüssel oder Eigentümer gibt es nicht, oder Sie dürfen ihn nicht sehen.',
    ERR_KEY_NOT_LIVE: 'Dieser Schlüssel gilt nicht mehr oder wurde schon ersetzt. Erstellen Sie einen neuen.',
    ERR_TOO_MANY_KEYS: (limit) =>
      `Mehr Schlüssel sind nicht möglich: Die Grenze liegt bei ${limit}, und gesperrte zählen mit. Löschen Sie einen, der nicht mehr gebraucht wird, und versuchen Sie es noch einmal.`,
    ERR_OFFER_NOT_FOUND:
      'Dieses Angebot gibt es nicht, oder es ist schon lange beendet. Fordern Sie einen anderen Schlüssel an.',
    ERR_OFFER_NOT_OPEN:
      'Dieses Angebot ist beendet: Der Schlüssel wurde schon angezeigt, oder es wurde zurückgezogen oder ist abgelaufen. Fordern Sie einen anderen Schlüssel an.',
  },
};

/**
 * What a person reads when something was refused, by the error's code. Core's own messages are for programmers and are
 * never shown. Every refusal that people can get needs a sentence here, or `refusal.ts` does not compile.
 */
export interface ErrorTexts {
  readonly ERR_INVALID_NAME: NameTexts;
  /**
   * The day has ended, isn't a day, or is later than `latestDay`, such as `Mar 31, 2027`. `null`: there is no limit.
   */
  readonly ERR_INVALID_EXPIRY: (latestDay: string | null) => string;
  /** A scope that does not exist, which the page did not offer. */
  readonly ERR_INVALID_SCOPES: string;
  /** `scopes`: those that the person or the owner does not have. */
  readonly ERR_SCOPES_NOT_GRANTED: (scopes: readonly string[]) => string;
  /** What was sent is not what the form sends. */
  readonly ERR_INVALID_ARGUMENT: string;
  readonly ERR_INVALID_CURSOR: string;
  readonly ERR_ALREADY_ISSUED: string;
  /** `reason`: the message of your `KeyPolicy`, unchanged. */
  readonly ERR_FORBIDDEN: (reason: string) => string;
  readonly ERR_OWNER_INACTIVE: string;
  /** Also for an owner that does not exist, or that the person may not see. */
  readonly ERR_KEY_NOT_FOUND: string;
  readonly ERR_KEY_NOT_LIVE: string;
  /** `limit`: how many keys the owner may have. */
  readonly ERR_TOO_MANY_KEYS: (limit: number) => string;
  readonly ERR_OFFER_NOT_FOUND: string;
  readonly ERR_OFFER_NOT_OPEN: string;
}

/** What is wrong with a name. */
interface NameTexts extends Readonly<Record<Exclude<NameFlaw, 'too_long'>, string>> {
  /** `length` is how many characters the name has. */
  readonly too_long: (length: string) => string;
}
