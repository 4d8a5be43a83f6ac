import type { KeyState } from '@postern/core';

/** The texts of a key's page. */
export interface KeyTexts {
  readonly keyId: string;
  /** When a key was disabled or deleted, or stopped working because it was rotated. */
  readonly disabledFact: string;
  readonly deletedFact: string;
  readonly endedFact: string;
  /** After an instant, such as `3 days ago`. */
  readonly byWhom: (who: string) => string;
  readonly rotation: string;
  /** `key` is the other key of a rotation, and `at` an instant, such as `2 hours ago`. */
  readonly replacedBy: (key: string, at: string) => string;
  readonly replacesKey: (key: string, at: string) => string;
  /** The old key still works, and was used after the rotation. */
  readonly oldKeyUsed: (at: string) => string;
  readonly oldKeyUnused: string;
  /** The new key was not used either, so nothing shows that the old one is no longer needed. */
  readonly oldKeyUnusedYet: string;
  /** It was rotated so recently that a use may not be known yet. */
  readonly oldKeyUnknownYet: string;
  /** `at` is an instant, such as `in 22 hours`. */
  readonly oldKeyEnds: (at: string) => string;
  readonly oldKeyEnded: (at: string) => string;
  readonly oldKeyEndedWithRotation: string;
  readonly oldKeyDeleted: (at: string) => string;
  readonly oldKeyDisabled: string;
  readonly newKeyUsed: (at: string) => string;
  readonly newKeyUnused: string;
  readonly newKeyStates: { readonly [State in Exclude<KeyState, 'live' | 'rotated'>]: string };
  readonly newKeyGone: string;
  readonly deleteOldKey: string;
}

export const enKey: KeyTexts = {
  keyId: 'Key ID',
  disabledFact: 'Disabled',
  deletedFact: 'Deleted',
  endedFact: 'Stopped working',
  byWhom: (who) => `by ${who}`,
  rotation: 'Rotation',
  replacedBy: (key, at) => `${key} replaced this key ${at}.`,
  replacesKey: (key, at) => `This key replaced ${key} ${at}.`,
  oldKeyUsed: (at) => `The old key was used ${at}, so something still depends on it.`,
  oldKeyUnused: 'The old key has not been used since the rotation: you can delete it now.',
  oldKeyUnusedYet:
    'The old key has not been used since the rotation, but neither has the new one. Delete it once the new one is in use.',
  oldKeyUnknownYet:
    'The key was rotated only just now. In a few minutes, you’ll see here whether the old one is still used.',
  oldKeyEnds: (at) => `It stops working ${at}.`,
  oldKeyEnded: (at) => `The old key stopped working ${at}.`,
  oldKeyEndedWithRotation: 'The old key stopped working with the rotation.',
  oldKeyDeleted: (at) => `The old key was deleted ${at}.`,
  oldKeyDisabled: 'The old key is disabled.',
  newKeyUsed: (at) => `The new key was used ${at}.`,
  newKeyUnused: 'The new key has not been used yet.',
  newKeyStates: {
    disabled: 'The new key is disabled.',
    expired: 'The new key has expired.',
    revoked: 'The new key has been deleted.',
  },
  newKeyGone: 'The new key no longer exists, or you may not see it.',
  deleteOldKey: 'Delete old key',
};

export const deKey: KeyTexts = {
  keyId: 'Schlüssel-ID',
  disabledFact: 'Gesperrt',
  deletedFact: 'Gelöscht',
  endedFact: 'Ungültig geworden',
  byWhom: (who) => `von ${who}`,
  rotation: 'Ersetzung',
  replacedBy: (key, at) => `${key} hat diesen Schlüssel ${at} ersetzt.`,
  replacesKey: (key, at) => `Dieser Schlüssel hat ${key} ${at} ersetzt.`,
  oldKeyUsed: (at) => `Der alte Schlüssel wurde ${at} benutzt. Etwas braucht ihn also noch.`,
  oldKeyUnused:
    'Der alte Schlüssel wurde seit dem Ersetzen nicht mehr benutzt: Sie können ihn jetzt löschen.',
  oldKeyUnusedYet:
    'Der alte Schlüssel wurde seit dem Ersetzen nicht mehr benutzt, der neue aber auch noch nicht. Löschen Sie ihn erst, wenn der neue im Einsatz ist.',
  oldKeyUnknownYet:
    'Der Schlüssel wurde gerade erst ersetzt. Ob der alte noch benutzt wird, zeigt sich in ein paar Minuten.',
  oldKeyEnds: (at) => `Seine Gültigkeit endet ${at}.`,
  oldKeyEnded: (at) => `Der alte Schlüssel wurde ${at} ungültig.`,
  oldKeyEndedWithRotation: 'Der alte Schlüssel wurde mit dem Ersetzen ungültig.',
  oldKeyDeleted: (at) => `Der alte Schlüssel wurde ${at} gelöscht.`,
  oldKeyDisabled: 'Der alte Schlüssel ist gesperrt.',
  newKeyUsed: (at) => `Der neue Schlüssel wurde ${at} benutzt.`,
  newKeyUnused: 'Der neue Schlüssel wurde noch nicht benutzt.',
  newKeyStates: {
    disabled: 'Der neue Schlüssel ist gesperrt.',
    expired: 'Der neue Schlüssel ist abgelaufen.',
    revoked: 'Der neue Schlüssel wurde gelöscht.',
  },
  newKeyGone: 'Den neuen Schlüssel gibt es nicht mehr, oder Sie dürfen ihn nicht sehen.',
  deleteOldKey: 'Alten Schlüssel löschen',
};
