import type { Grammar } from '../grammar.js';
import { englishClauses } from './clauses.js';
import { englishQuestions } from './questions.js';

const refused =
  '(?:refused|rejected|denied|declined|blocked|not accepted|broken|dead|invalid|gone|deleted|revoked|disabled|expired)';

export const englishGrammar: Grammar = {
  polite:
    '(?:(?:please|hi|hello|hey|ok|okay|just|now|(?:can|could|would|will) you|(?:can|may) i (?:have|get)|you to|to|' +
    "i (?:need|want)|i(?: would|['’]d) like|tell me|help me|how (?:do|can) i(?= (?:delete|revoke|remove|" +
    'rotate|renew|replace|disable|enable|create|list)))(?=[ ,;.!:]|$)[ ,;.!:]*)',
  connectives: 'and|then|also|plus|or',
  verbs: {
    create: 'create|make|add|issue|generate|give',
    disable:
      '(?:temporarily )?(?:disable|deactivate|suspend|block|pause|re-?enable|enable|re-?activate|activate|unblock)',
    explain: "explain|why|how come|what(?: is|['’]s) wrong with",
    list: 'list|show|display',
    revoke: 'delete|revoke|remove|kill|destroy',
    rotate: 'rotate|renew|replace',
  },
  beginnings: { create: 'new', list: "which|what(?:['’]s)?" },
  afterVerb: '(?: me| us)?',
  noRequest: '(?:make|give) it ',
  indefinite: '(?:an?|another|one) ',
  refusal: {
    before:
      '(?:(?:do|am) i get(?:ting)? (?:an? )?(?:error )?40[13](?: errors?)? (?:with|for|from)|is|was|are|' +
      "does|do|did|has|isn['’]t|doesn['’]t)",
    after:
      `(?:(?:is |was |has |keeps )?(?:(?:being |been )?${refused}|(?:not|(?:does|is|has|did|do)n['’]t|` +
      'does not|no longer|stopped) (?:been )?(?:work(?:s|ing)?|accepted)|' +
      'work(?:ing)?|fail(?:s|ing)?|(?:(?:is |are )?(?:get(?:s|ting)?|return(?:s|ing)?|giv(?:es?|' +
      'ing)(?: me)?) )?(?:an? )?(?:error )?40[13](?: errors?)?))' +
      '(?: any ?(?:more|longer))?(?: (?:since|by|with) .*)?',
  },
  clauses: englishClauses,
  questions: englishQuestions,
};
