import { de, en, type Texts } from '@postern/settings';
import { deRefusals, enRefusals, refusalText } from './areas/refusals.js';
import { deServices, enServices } from './areas/services.js';
import { type Language, languageOf } from './texts.js';

/** The texts of the settings, in which the workspace's policy speaks to people. */
const settingsTexts: Readonly<Record<Language, Texts>> = {
  en: {
    ...en,
    ownerKinds: { service: enServices.kind },
    errors: { ...en.errors, ERR_FORBIDDEN: (message) => refusalText(enRefusals, message) },
  },
  de: {
    ...de,
    titles: { service: deServices.title },
    ownerKinds: { service: deServices.kind },
    errors: { ...de.errors, ERR_FORBIDDEN: (message) => refusalText(deRefusals, message) },
  },
};

/** The texts of the settings in the language that the browser prefers. */
export function settingsTextsFor(request: Request): Texts {
  return settingsTexts[languageOf(request)];
}
