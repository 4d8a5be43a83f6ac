import { permissions } from '../keys/permissions.js';
import { textsIn } from '../texts/texts.js';
import { type Assistant, type Question, runTool, type Said } from './assistant.js';
import { changeKey } from './change-key.js';
import { explainKey, explainNamedKey } from './explain-key.js';
import { guideTo } from './guides.js';
import { listAutomations, listPersonalKeys, listWhoCreatedWhat } from './inventory-answers.js';
import { listKeys } from './list-keys.js';
import { ownerInput, resolveOwner } from './owner-input.js';
import { answerWith } from './refused-answer.js';
import { rehearseLeak } from './rehearse-leak.js';
import { understand } from './understand.js';
import type { Wanted } from './wanted.js';

/** Answers by rules, for a workspace without a model at `url`. If it does not understand, it asks. */
export const ruleBasedAssistant = (url: string): Assistant => ({
  label: ({ agent }) => agent.byRules,
  async answer(asked) {
    const { wanted, language } = understand(asked.text, asked.texts.language);
    return answer(wanted, { ...asked, texts: textsIn(language) }, url);
  },
  close() {},
});

async function answer(wanted: Wanted, question: Question, url: string): Promise<Said> {
  switch (wanted.intent) {
    case 'create':
      return create(wanted, question);
    case 'list':
      return listKeys(wanted, question);
    case 'revoke':
    case 'rotate':
      return changeKey(wanted, question);
    case 'explain':
      return 'keyId' in wanted ? explainKey(wanted.keyId, question) : explainNamedKey(wanted, question);
    case 'inventory':
      return listWhoCreatedWhat(question);
    case 'automations':
      return listAutomations(question);
    case 'personal':
      return listPersonalKeys(question);
    case 'rehearsal':
      return rehearseLeak(question, url);
    case 'unclear':
      return { text: question.texts.agent.questions[wanted.question], cards: [] };
    default:
      return guideTo(wanted.intent, question.texts, url);
  }
}

async function create(
  wanted: Extract<Wanted, { readonly intent: 'create' }>,
  question: Question,
): Promise<Said> {
  const { name, scopes, expiresInDays } = wanted;
  const { texts } = question;
  const found = await resolveOwner(wanted.owner, question);
  if ('refused' in found) return found.refused;
  const result = await runTool(question, 'create_api_key', {
    name,
    ...ownerInput(found.owner),
    ...(scopes !== null && { scopes: scopes === 'readOnly' ? readingScopes : scopes }),
    ...(expiresInDays !== null && { expires_in_days: expiresInDays }),
  });
  return answerWith(result, texts.agent.prepared, { texts, owner: found.owner });
}

/** What a key may do that only reads. */
const readingScopes = permissions.filter((permission) => permission.endsWith(':read'));
