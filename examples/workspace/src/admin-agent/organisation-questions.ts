import { anchored } from './text-patterns.js';

/** A question about the keys of the whole organisation, or the rehearsal of a leak. */
export type OrganisationQuestion = 'inventory' | 'automations' | 'personal' | 'rehearsal';

const show =
  '(?:show|list|find|get|give|make|create|prepare|write|run|do|produce|generate|compile|draw up)(?: me| us)?';
const span = '(?:(?:this|the (?:last|past|previous)) (?:month|quarter|year)|the (?:last|past) 90 days)';
/** What may follow any of these questions. */
const ending =
  '(?: today| now| at the moment| currently| with me| together| for (?:me|us)|' +
  ` (?:in |of |for |over |during )?${span}| in (?:the|our) (?:organi[sz]ation|company|workspace))?`;

const keys = '(?:(?:api|access)[ -]?)?(?:keys|tokens)';
const key = '(?:(?:api|access)[ -]?)?(?:key|token)';
const personalKeys = `(?:a |the |our )?personal (?:${keys}|(?:api )?key)`;
const teamKey =
  "(?:an? |the |our )?team(?:['’]s)? (?:api )?keys?(?: instead(?: of (?:an? )?personal (?:ones?|keys?))?)?";

const organisation = '(?:the |our |my )?(?:whole |entire )?(?:organi[sz]ation|company|workspace)';
const everyone = `(?:everyone|everybody|${organisation})`;
const allKeys =
  `(?:(?:all (?:of )?(?:the |our )?)?${keys}|every ${key}) (?:in|of|across|from|by) (?:${everyone}|creator|owner)|` +
  `${everyone}['’]s ${keys}`;
const whoCreatedWhat = `who (?:has |have )?(?:created|made|issued) (?:what|(?:which |all )?(?:of )?(?:the |our )?${keys})`;

const automations =
  '(?:of (?:our|the|my) )?(?:automation|script|program|bot|job|pipeline|service|integration|tool)s?';
const deserve =
  '(?:deserves?|needs?|wants?|(?:should|ought to|could|must) (?:have|get|use|run on|move to|switch to))';
const stillUse =
  '(?:(?:is|are) )?(?:still |currently )?(?:uses?|using|runs? on|running on|relies on|rely on|depends? on)';

const rehearse =
  "(?:(?:let['’]s|let us|can we|could we|shall we|how (?:can|do|could) (?:i|we)) )?" +
  '(?:rehearse|practi[cs]e|simulate|play through|try|test|run|do|start|stage)';
const leak =
  `(?:an? |the |our )?(?:(?:${key} )?leak(?: of an? ${key}| drill| rehearsal| exercise| test)?|` +
  `leaked ${key}|leaking an? ${key})`;
const keyLeaks = `(?:an? |my |our |one of (?:my|our) )?(?:${key}|${keys}) (?:leaks?|(?:is|was|were|are) leaked)`;

/** Each pattern matches a whole sentence. */
const patterns: Readonly<Record<OrganisationQuestion, readonly string[]>> = {
  inventory: [
    '(?:(?:an?|the|this|our) )?(?:(?:quarterly|monthly|weekly|yearly|annual|full|complete) )?' +
      `(?:${key} )?inventory(?:(?: of|:) (?:${whoCreatedWhat}|${allKeys}|(?:all )?(?:the |our )?${keys}))?`,
    whoCreatedWhat,
    allKeys,
  ],
  automations: [
    `(?:which|what|the|are there(?: any)?) ${automations} (?:that |which )?${deserve} ${teamKey}`,
    `(?:which|what|the) ${automations} (?:that |which )?${stillUse} ${personalKeys}`,
    `(?:which|what) ${personalKeys} (?:should|could|ought to) (?:be|become|be replaced (?:by|with)) ${teamKey}`,
  ],
  personal: [
    `(?:what|who|which people|everything that|everyone who) ${stillUse} ${personalKeys}`,
    `(?:which |what |all |the )?${personalKeys} (?:that )?(?:are|is) (?:still |currently )?(?:in use|(?:being )?used)`,
  ],
  rehearsal: [
    `${rehearse} ${leak}`,
    `(?:an? |the )?(?:${key} )?leak (?:drill|rehearsal|exercise)`,
    `(?:${rehearse} )?what (?:(?:happens|would happen) )?(?:if|when|after) ${keyLeaks}`,
  ],
};

const sentences = Object.entries(patterns).map(
  ([question, sources]) =>
    [question as OrganisationQuestion, anchored(`(?:${show} )?(?:${sources.join('|')})${ending}$`)] as const,
);

/** Reads a whole sentence without courtesy and final punctuation. `undefined`: it is about something else. */
export function readOrganisationQuestion(sentence: string): OrganisationQuestion | undefined {
  return sentences.find(([, pattern]) => pattern.test(sentence))?.[0];
}
