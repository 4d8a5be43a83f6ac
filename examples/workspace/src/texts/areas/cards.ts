import type { OfferState } from '@postern/core';

/** The cards below an answer: what a click does, from the records. */
export interface CardTexts {
  readonly newKey: (name: string) => string;
  readonly rotation: (name: string) => string;
  readonly deletion: (name: string) => string;
  /** A badge: something stops working. */
  readonly endsAKey: string;

  readonly ends: string;
  readonly when: string;
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
  ends: 'Ends',
  when: 'When',
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
  ends: 'Wird ungültig',
  when: 'Wann',
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
