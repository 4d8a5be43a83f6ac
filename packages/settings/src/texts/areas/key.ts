/** The texts of the page of a key, and of what can be done to it. */
export interface KeyTexts {
  readonly delete: string;
  readonly deleteTitle: (name: string) => string;
  /** What deleting does, and when the key was last used. */
  readonly deleteNeverUsed: string;
  readonly deleteLastUsed: (at: string) => string;
}

export const enKey: KeyTexts = {
  delete: 'Delete',
  deleteTitle: (name) => `Delete the key “${name}”?`,
  deleteNeverUsed: 'It was never used. Whatever has it stops working at once.',
  deleteLastUsed: (at) => `It was last used on ${at}. Whatever has it stops working at once.`,
};

export const deKey: KeyTexts = {
  delete: 'Löschen',
  deleteTitle: (name) => `Den Schlüssel „${name}“ löschen?`,
  deleteNeverUsed: 'Er wurde nie benutzt. Programme, die ihn haben, werden sofort abgewiesen.',
  deleteLastUsed: (at) =>
    `Er wurde zuletzt am ${at} benutzt. Programme, die ihn haben, werden sofort abgewiesen.`,
};
