/** A sentence to click: what it says in each language. The rules read the English one. */
interface Suggestion {
  readonly en: string;
  readonly de: string;
  readonly isForAdmins?: boolean;
}

const suggestions: readonly Suggestion[] = [
  {
    en: 'Create an API key for me called "CI Pipeline"',
    de: 'Erstellen Sie mir einen API-Schlüssel namens „CI Pipeline“',
  },
  { en: 'List my keys', de: 'Welche Schlüssel habe ich?' },
  {
    en: 'Which keys has nobody used for 90 days?',
    de: 'Welche Schlüssel hat seit 90 Tagen niemand benutzt?',
  },
  { en: 'Rehearse a leak', de: 'Üben, was bei einem Leak passiert' },
  { en: 'Who created what?', de: 'Wer hat was erstellt?', isForAdmins: true },
  {
    en: 'Which automations deserve a team key?',
    de: 'Welche Automationen brauchen einen Teamschlüssel?',
    isForAdmins: true,
  },
  {
    en: 'What still uses personal keys?',
    de: 'Was benutzt noch persönliche Schlüssel?',
    isForAdmins: true,
  },
];

/** The sentences to click for a person. */
export function suggestionsFor({
  language,
  isAdmin,
}: {
  readonly language: 'en' | 'de';
  readonly isAdmin: boolean;
}): readonly string[] {
  return suggestions
    .filter(({ isForAdmins = false }) => isAdmin || !isForAdmins)
    .map((suggestion) => suggestion[language]);
}

/** Returns the English sentence for a suggestion, as it was clicked in any language; any other text unchanged. */
export function inEnglish(text: string): string {
  const typed = text.trim().toLowerCase();
  return suggestions.find(({ de }) => de.toLowerCase() === typed)?.en ?? text;
}
