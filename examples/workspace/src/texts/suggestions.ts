import type { Language } from './texts.js';

type Suggestion = Readonly<Record<Language, string>>;

const create: Suggestion = {
  en: 'Create an API key for me called "CI Pipeline"',
  de: 'Erstellen Sie mir einen API-Schlüssel namens „CI Pipeline“',
};
const rehearse: Suggestion = { en: 'Rehearse a leak', de: 'Einen Leak durchspielen' };

/** At most four for each person: more would be a menu. */
const forMembers: readonly Suggestion[] = [
  create,
  { en: 'Which keys are unused for 90 days?', de: 'Welche Schlüssel sind seit 90 Tagen unbenutzt?' },
  { en: 'How do I use a key with curl?', de: 'Wie benutze ich einen Schlüssel mit curl?' },
  rehearse,
];
const forAdmins: readonly Suggestion[] = [
  create,
  { en: 'Who created what?', de: 'Wer hat was erstellt?' },
  {
    en: 'Which automations deserve a team key?',
    de: 'Welche Automatisierungen brauchen einen Teamschlüssel?',
  },
  rehearse,
];

/** The sentences to click for a person. */
export function suggestionsFor({
  language,
  isAdmin,
}: {
  readonly language: Language;
  readonly isAdmin: boolean;
}): readonly string[] {
  return (isAdmin ? forAdmins : forMembers).map((suggestion) => suggestion[language]);
}
