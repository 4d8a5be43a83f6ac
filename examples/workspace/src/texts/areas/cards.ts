import type { OfferState } from '@postern/core';

/** The cards below an answer: what a click does, from the records. */
export interface CardTexts {
  readonly newKey: (name: string) => string;
  readonly rotation: (name: string) => string;
  readonly deletion: (name: string) => string;
  /** A badge: something stops working. */
  readonly endsAKey: string;

  readonly actsAs: string;
  readonly you: (name: string) => string;
  readonly team: (name: string) => string;
  readonly service: (name: string) => string;
  readonly mayDo: string;
  readonly everything: string;
  readonly nothing: string;
  readonly expires: string;
  readonly never: string;
  readonly offeredBy: string;
  /** Above how far away the end of the offer is, such as `in 14 minutes`. */
  readonly offerEnds: string;
  readonly lastUsed: string;
  readonly neverUsed: string;
  readonly ends: string;
  readonly when: string;
  readonly onReveal: string;
  /** `grace` is a duration. A grace period never extends the old key's own expiry. */
  readonly afterGrace: (grace: string) => string;
  readonly alsoEnds: string;
  readonly earlierKey: string;
  readonly onDelete: string;

  readonly reveal: string;
  /** The connection was lost at *Reveal key* or *Withdraw*. */
  readonly noAnswer: string;
  readonly review: string;
  readonly withdraw: string;
  readonly view: string;
  readonly viewKey: string;
  readonly delete: string;

  /** Pages of the workspace to go to. */
  readonly pages: Readonly<Record<'keys', { readonly title: string; readonly open: string }>>;

  /** Why there is nothing to click any more. */
  readonly states: Readonly<Record<Exclude<OfferState, 'open'>, string>>;
  readonly deleted: string;
}

export const enCards: CardTexts = {
  newKey: (name) => `New key: ${name}`,
  rotation: (name) => `Rotate: ${name}`,
  deletion: (name) => `Delete: ${name}`,
  endsAKey: 'Ends a key',
  actsAs: 'Acts as',
  you: (name) => `${name} (you)`,
  team: (name) => `Team ${name}`,
  service: (name) => `Service account ${name}`,
  mayDo: 'May do',
  everything: 'Everything its owner can do',
  nothing: 'Nothing',
  expires: 'Expires',
  never: 'Never',
  offeredBy: 'Offered by',
  offerEnds: 'Offer ends',
  lastUsed: 'Last used',
  neverUsed: 'Never',
  ends: 'Ends',
  when: 'When',
  onReveal: 'As soon as you reveal the new one',
  afterGrace: (grace) => `At most ${grace} after you reveal the new one`,
  alsoEnds: 'Also ends',
  earlierKey: 'Any key that it had itself replaced, as soon as you reveal the new one',
  onDelete: 'As soon as you confirm; it can’t be restored',
  reveal: 'Reveal key',
  noAnswer: 'There was no response. Close this, and look at the card: it says whether that was done.',
  review: 'Review and confirm…',
  withdraw: 'Withdraw',
  view: 'View offer…',
  viewKey: 'View key',
  delete: 'Delete…',
  pages: { keys: { title: 'Your API keys', open: 'Open settings' } },
  states: {
    claimed: 'This key was revealed.',
    withdrawn: 'This offer was withdrawn. No key was created.',
    expired: 'This offer has expired. Ask for a new one.',
  },
  deleted: 'This key was deleted.',
};

export const deCards: CardTexts = {
  newKey: (name) => `Neuer Schlüssel: ${name}`,
  rotation: (name) => `Ersetzen: ${name}`,
  deletion: (name) => `Löschen: ${name}`,
  endsAKey: 'Macht einen Schlüssel ungültig',
  actsAs: 'Handelt für',
  you: (name) => `${name} (Sie)`,
  team: (name) => `Team ${name}`,
  service: (name) => `Dienstkonto ${name}`,
  mayDo: 'Darf',
  everything: 'Alles, was sein Eigentümer darf',
  nothing: 'Nichts',
  expires: 'Ablauf',
  never: 'Nie',
  offeredBy: 'Angeboten von',
  offerEnds: 'Angebot endet',
  lastUsed: 'Zuletzt benutzt',
  neverUsed: 'Nie',
  ends: 'Wird ungültig',
  when: 'Wann',
  onReveal: 'Sobald Sie den neuen anzeigen',
  afterGrace: (grace) => `Höchstens ${grace}, nachdem Sie den neuen angezeigt haben`,
  alsoEnds: 'Wird auch ungültig',
  earlierKey: 'Jeder Schlüssel, den er selbst ersetzt hatte, sobald Sie den neuen anzeigen',
  onDelete: 'Sobald Sie bestätigen; er lässt sich nicht wiederherstellen',
  reveal: 'Schlüssel anzeigen',
  noAnswer: 'Es kam keine Antwort. Schließen Sie dies und sehen Sie auf der Karte nach, ob es geschehen ist.',
  review: 'Prüfen und bestätigen …',
  withdraw: 'Zurückziehen',
  view: 'Angebot ansehen …',
  viewKey: 'Schlüssel ansehen',
  delete: 'Löschen …',
  pages: { keys: { title: 'Ihre API-Schlüssel', open: 'Einstellungen öffnen' } },
  states: {
    claimed: 'Dieser Schlüssel wurde angezeigt.',
    withdrawn: 'Dieses Angebot wurde zurückgezogen. Es wurde kein Schlüssel erstellt.',
    expired: 'Dieses Angebot ist abgelaufen. Fragen Sie nach einem neuen.',
  },
  deleted: 'Dieser Schlüssel wurde gelöscht.',
};
