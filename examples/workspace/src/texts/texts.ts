import { parseAccept } from 'hono/utils/accept';
import { type AgentTexts, deAgent, enAgent } from './areas/agent.js';
import { type CardTexts, deCards, enCards } from './areas/cards.js';
import { type ChatTexts, deChat, enChat } from './areas/chat.js';
import { deExplanations, type ExplanationTexts, enExplanations } from './areas/explanations.js';
import { deGeneral, enGeneral, type GeneralTexts } from './areas/general.js';
import { deGuides, enGuides, type GuideTexts } from './areas/guides.js';
import { deIntake, enIntake, type IntakeTexts } from './areas/intake.js';
import { deKeyLists, enKeyLists, type KeyListTexts } from './areas/key-lists.js';
import { dePermissions, enPermissions, type PermissionTexts } from './areas/permissions.js';
import { deProblems, enProblems, type ProblemTexts } from './areas/problems.js';
import { deRefusals, enRefusals, type RefusalTexts } from './areas/refusals.js';
import { deServices, enServices, type ServiceTexts } from './areas/services.js';
import { deSignIn, enSignIn, type SignInTexts } from './areas/sign-in.js';

const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Every sentence of the workspace's own pages in one language, by area. All of it is text, never markup. */
export interface WorkspaceTexts {
  readonly language: Language;
  readonly general: GeneralTexts;
  readonly agent: AgentTexts;
  readonly cards: CardTexts;
  readonly chat: ChatTexts;
  readonly explanations: ExplanationTexts;
  readonly guides: GuideTexts;
  readonly intake: IntakeTexts;
  readonly keyLists: KeyListTexts;
  readonly permissions: PermissionTexts;
  readonly problems: ProblemTexts;
  readonly refusals: RefusalTexts;
  readonly services: ServiceTexts;
  readonly signIn: SignInTexts;
}

const texts: Readonly<Record<Language, WorkspaceTexts>> = {
  en: {
    language: 'en',
    general: enGeneral,
    agent: enAgent,
    cards: enCards,
    chat: enChat,
    explanations: enExplanations,
    guides: enGuides,
    intake: enIntake,
    keyLists: enKeyLists,
    permissions: enPermissions,
    problems: enProblems,
    refusals: enRefusals,
    services: enServices,
    signIn: enSignIn,
  },
  de: {
    language: 'de',
    general: deGeneral,
    agent: deAgent,
    cards: deCards,
    chat: deChat,
    explanations: deExplanations,
    guides: deGuides,
    intake: deIntake,
    keyLists: deKeyLists,
    permissions: dePermissions,
    problems: deProblems,
    refusals: deRefusals,
    services: deServices,
    signIn: deSignIn,
  },
};

/** The texts in a language. */
export function textsIn(language: Language): WorkspaceTexts {
  return texts[language];
}

/** The texts in the language that the browser prefers, if there are any; otherwise in English. */
export function textsFor(request: Request): WorkspaceTexts {
  return texts[languageOf(request)];
}

/** A page asks for each of its rows, and a header can be long. */
const known = new WeakMap<Request, Language>();

/** The language of the pages for a request. */
export function languageOf(request: Request): Language {
  const language = known.get(request) ?? preferredLanguage(request);
  known.set(request, language);
  return language;
}

function preferredLanguage({ headers }: Request): Language {
  const preferred = parseAccept(headers.get('Accept-Language') ?? '').filter(({ q }) => q > 0);
  const found = preferred.flatMap(({ type }) =>
    languages.filter((language) => type.split('-')[0]?.toLowerCase() === language),
  );
  return found[0] ?? 'en';
}
