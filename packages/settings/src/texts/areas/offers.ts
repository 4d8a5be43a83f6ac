import type { OfferState } from '@postern/core';

/** The texts of the page of an offer. */
export interface OffersTexts {
  /** The title of an offer: of a new key, or of one that replaces another. */
  readonly offer: (name: string) => string;
  readonly offeredSuccessor: (name: string) => string;
  readonly replaces: string;
  /** When the replaced key stops working. `grace` is a duration, such as `2 hours`. */
  readonly endsAtOnce: string;
  readonly endsAfter: (grace: string) => string;
  readonly endsWithExpiry: string;
  /** What else ends: the key that the replaced one had itself replaced. */
  readonly earlierEnds: string;
  readonly newKeyExpires: string;
  /** Instead of when the key expires, while the offer is open. */
  readonly offerNeverExpires: string;
  readonly revealHint: string;
  readonly reveal: string;
  readonly replaceHint: string;
  readonly replaceAndReveal: string;
  readonly withdraw: string;
  readonly offeredUntil: string;
  readonly offeredBy: string;
  readonly offeredAt: string;
  /** The person who reads this. */
  readonly you: (name: string) => string;
  /** A key that made an offer, such as an agent's. */
  readonly keyOf: (name: string, owner: string) => string;
  /** Someone claimed a rotation elsewhere, without having seen what it ends. */
  readonly confirmReplace: string;
  /** Where to go once an offer has ended. */
  readonly openKey: (name: string) => string;
  readonly seeKeys: string;
  /** Why there is nothing to reveal any more. */
  readonly offerStates: { readonly [State in Exclude<OfferState, 'open'>]: string };
  /** The key of an offer would live longer than the service now allows. */
  readonly offeredTooLong: string;
}

export const enOffers: OffersTexts = {
  offer: (name) => `Offer: new key “${name}”`,
  offeredSuccessor: (name) => `Replace the key “${name}”?`,
  replaces: 'Replaces',
  endsAtOnce: 'It stops working as soon as you reveal the new one.',
  endsAfter: (grace) => `Once you reveal the new one, it keeps working for ${grace}, then stops.`,
  endsWithExpiry: 'Once you reveal the new one, it works until it expires.',
  earlierEnds:
    'If it had itself replaced a key that still works, that key stops as soon as you reveal the new one.',
  newKeyExpires: 'New key expires',
  offerNeverExpires: 'This key never expires.',
  revealHint: 'The key is created when you reveal it, and shown once. Only you see it.',
  reveal: 'Reveal key',
  replaceHint: 'Anything that uses the old key needs the new one. It is shown once, and only to you.',
  replaceAndReveal: 'Replace the key and reveal the new one',
  withdraw: 'Withdraw',
  offeredUntil: 'Offer ends',
  offeredBy: 'Offered by',
  offeredAt: 'Offered',
  you: (name) => `${name} (you)`,
  keyOf: (name, owner) => `the key “${name}” of ${owner}`,
  confirmReplace: 'This stops a key from working. Check which one and when, then confirm.',
  openKey: (name) => `Open “${name}”`,
  seeKeys: 'See the keys',
  offerStates: {
    claimed: 'The key was revealed. If no one has it, delete it and ask for another one.',
    withdrawn: 'The offer was withdrawn. No key was created.',
    expired: 'The offer has expired. No key was created.',
  },
  offeredTooLong: 'This key would now live longer than is allowed. Ask for another one.',
};

export const deOffers: OffersTexts = {
  offer: (name) => `Angebot: neuer Schlüssel „${name}“`,
  offeredSuccessor: (name) => `Den Schlüssel „${name}“ ersetzen?`,
  replaces: 'Ersetzt',
  endsAtOnce: 'Er gilt nicht mehr, sobald Sie den neuen anzeigen lassen.',
  endsAfter: (grace) => `Sobald Sie den neuen anzeigen lassen, gilt der alte nur noch ${grace}.`,
  endsWithExpiry: 'Sobald Sie den neuen anzeigen lassen, gilt der alte nur noch, bis er abläuft.',
  earlierEnds:
    'Hat er selbst einen Schlüssel ersetzt, der noch gilt, so gilt dieser nicht mehr, sobald Sie den neuen anzeigen lassen.',
  newKeyExpires: 'Ablauf des neuen Schlüssels',
  offerNeverExpires: 'Dieser Schlüssel läuft nie ab.',
  revealHint:
    'Der Schlüssel wird erst erstellt, wenn Sie ihn anzeigen lassen, und nur einmal angezeigt. Nur Sie sehen ihn.',
  reveal: 'Schlüssel anzeigen',
  replaceHint:
    'Was den alten Schlüssel benutzt, braucht den neuen. Er wird nur einmal angezeigt, und nur Ihnen.',
  replaceAndReveal: 'Schlüssel ersetzen und den neuen anzeigen',
  withdraw: 'Zurückziehen',
  offeredUntil: 'Angebot endet',
  offeredBy: 'Angeboten von',
  offeredAt: 'Angeboten',
  you: (name) => `${name} (Sie)`,
  keyOf: (name, owner) => `dem Schlüssel „${name}“ von ${owner}`,
  confirmReplace: 'Damit wird ein Schlüssel ungültig. Prüfen Sie, welcher und wann, und bestätigen Sie dann.',
  openKey: (name) => `„${name}“ öffnen`,
  seeKeys: 'Zu den Schlüsseln',
  offerStates: {
    claimed:
      'Der Schlüssel wurde angezeigt. Wenn ihn niemand hat, löschen Sie ihn und fordern Sie einen anderen an.',
    withdrawn: 'Das Angebot wurde zurückgezogen. Es wurde kein Schlüssel erstellt.',
    expired: 'Das Angebot ist abgelaufen. Es wurde kein Schlüssel erstellt.',
  },
  offeredTooLong:
    'Der Schlüssel würde länger gelten, als inzwischen erlaubt ist. Fordern Sie einen anderen an.',
};
