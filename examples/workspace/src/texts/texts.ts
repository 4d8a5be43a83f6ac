import { parseAccept } from 'hono/utils/accept';
import { type ChatTexts, deChat, enChat } from './areas/chat.js';
import { deGeneral, enGeneral, type GeneralTexts } from './areas/general.js';
import { deIntake, enIntake, type IntakeTexts } from './areas/intake.js';
import { deServices, enServices, type ServiceTexts } from './areas/services.js';

const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Every sentence of the workspace's own pages in one language, by area. All of it is text, never markup. */
export interface WorkspaceTexts {
  readonly language: Language;
  readonly general: GeneralTexts;
  readonly chat: ChatTexts;
  readonly services: ServiceTexts;
  readonly intake: IntakeTexts;
}

const texts: Readonly<Record<Language, WorkspaceTexts>> = {
  en: { language: 'en', general: enGeneral, chat: enChat, services: enServices, intake: enIntake },
  de: { language: 'de', general: deGeneral, chat: deChat, services: deServices, intake: deIntake },
};

/** The texts in the language that the browser prefers, if there are any; otherwise in English. */
export function textsFor(request: Request): WorkspaceTexts {
  return texts[languageOf(request)];
}

/** The language of the pages for a request: that of a person who wants neither is English. */
function languageOf({ headers }: Request): Language {
  const preferred = parseAccept(headers.get('Accept-Language') ?? '').filter(({ q }) => q > 0);
  const found = preferred.flatMap(({ type }) =>
    languages.filter((language) => type.split('-')[0]?.toLowerCase() === language),
  );
  return found[0] ?? 'en';
}
