import {
  readDaysOf,
  readGrace,
  readName,
  readScopes,
  readUnused,
  usualGraceHours,
} from '../clause-readers.js';
import {
  askingClause,
  type Clause,
  type Clauses,
  clause,
  fixedClause,
  type NamedOwner,
  ownerClause,
  word,
} from '../clauses.js';
import { ends } from '../text-patterns.js';

const whose = '(?:(?:the|my|our) )?';
const of = '(?:for|of|from|in|by|does|has)';
const expiring = '(?:expir(?:es?|ing)|run(?:s|ning)? out|end(?:s|ing)?)';
const outage = '(?:an? |any )?(?:outage|downtime|interruption|disruption)';
const organisation = '(?:(?:the|our|my) )?(?:whole |entire )?(?:organi[sz]ation|company|workspace)';

export const englishClauses: Clauses = {
  nouns: [
    fixedClause(
      '(?:(?:an?|one|another|the|my|our|this|that) )?(?:new )?(?:(?:api|access)[ -]?)?(?:key|token)',
      {
        noun: 'key',
      },
    ),
    fixedClause(`(?:all )?(?:of )?${whose}(?:own )?(?:(?:api|access)[ -]?)?(?:keys|tokens)`, {
      noun: 'keys',
    }),
  ],

  clauses: [
    clause('(?:called|named|name:|with (?:the |a )?name(?: of)?):?(?= |$)', readName),
    clause(`${whose}("\\d+")`, (rest, [, name = '']) => ({ details: { name }, rest })),

    fixedClause(
      "(?:never|not|(?:(?:does|do|will) not|(?:does|do)n['’]t|won['’]t)(?: ever)?) (?:expir(?:es?|ing)|run out)|" +
        'without (?:an )?expiry(?: date)?|with no expiry(?: date)?',
      { expires: 'never' },
    ),
    fixedClause(`${expiring} (?:very )?soon|about to expire`, { expires: 'soon' }),
    fixedClause('expiring$|(?:the |my |our |all )?expiring(?= (?:api[ -]|access )?(?:keys|tokens))', {
      expires: 'soon',
    }),
    clause(
      `${expiring}(?: (?:in|within|during|later|by the end of|before the end of|` +
        `at the end of))? this (week|month|quarter|year)${ends}`,
      (rest, [, period = '']) => ({
        details: { expires: period.toLowerCase() as 'week' | 'month' | 'quarter' | 'year' },
        rest,
      }),
    ),
    clause(
      `(?:(?:${expiring}(?: in| after| within)?(?: the next)?|valid (?:for|until|till)|lasting|until|till|` +
        'with an? (?:expiry|lifetime) of)(?![\\w-])|' +
        'for (?:the next )?(?=[-+.\\d]|\\w+ (?:second|minute|hour|day|week|month|year|decade)s?\\b|year\\b)):?',
      readDaysOf('expires'),
    ),

    clause(
      '(?:(?:has |have |does )?(?:nobody|no[ -]one) (?:(?:has |have )?used|' +
        '(?:still )?uses?(?: any ?more)?)|have i not used|' +
        "(?:i )?(?:have|has|were|was|are|is|do|does)(?: not|n['’]t)(?: i)?(?: been)? used?|(?:i )?no longer use|" +
        '(?:are |is )?no(?:t| longer) (?:in use|being used|used|needed)|(?:are |have been |the |my |our |' +
        'all )?(?:unused|idle|stale))' +
        '(?: any ?(?:more|longer))?( for| in| since)?( more than| over| at least)?(?: the (?:last|past))?(?= |$)',
      readUnused,
    ),

    fixedClause(
      `(?:without (?:causing )?${outage}|with (?:no|zero) (?:outage|downtime|interruption)|gradually|seamlessly)`,
      { graceHours: usualGraceHours },
    ),
    clause(
      '(?:with (?:a |an )?(?:(?=\\d+[ -][a-z]+ (?:of )?(?:grace|overlap|transition))|(?:grace(?: period)?|' +
        'overlap|transition(?: period)?)(?: (?:of|for))?(?= |$))|' +
        '(?:and )?keep(?:ing)? the old (?:one|key)(?: (?:alive|valid|working))?(?: for)?(?= |$))',
      readGrace,
    ),

    fixedClause('with(?:out| no)(?: any)? (?:scopes?|permissions?)', { scopes: [] }),
    fixedClause(
      '(?:(?:can|may|should) )?only read|(?:an? |the |my )?(?:new )?read[- ]?only|' +
        'with read(?:[- ]only)? (?:access|permissions?|rights)|' +
        'for reading only',
      { scopes: 'readOnly' },
    ),
    clause(
      '(?:(?:with|having) (?:\\w+ ){0,2}(?:scopes?|permissions?|access|rights)\\b|(?:the )?scopes?(?=:| [^ ]*:)|' +
        '(?:limited|restricted) to\\b|(?:can|may) only\\b):?',
      readScopes,
    ),

    fixedClause('for (?:me|myself|my (?:own )?account)', { owner: null }),
    fixedClause(`(?:in|of|across|from) ${organisation}|of (?:everyone|everybody)|everyone['’]s`, {
      owner: 'everyone',
    }),
    // In "for my team called CI", the key is called CI; in "for the team called Platform", the team is.
    clause(
      `${of} (?:my|our) team(?=[,;.:]|$| (?:called|named|that|which|with|without|for|and|but|an?|the|api|` +
        'expir\\w*|valid|' +
        'never|have|has|own|unused|"\\d+")(?:[ ,]|$))',
      (rest) => ({ details: { owner: 'myTeam' }, rest }),
    ),
    fixedClause("(?:of )?(?:my|our) team['’]s", { owner: 'myTeam' }),
    ...ownerClauses('team', 'team'),
    ...ownerClauses('service', 'service account'),
    askingClause('for(?= |$)', 'owner'),
    fixedClause('with a new (?:one|key|token)', {}),
  ],

  join:
    '(?:(?:and|but|that|which|are there|there are|is|are|it|should|must|be|(?:make|give) it|do i|i|have|got|exist|will)' +
    `${ends}|[ ,;.:–—-])`,
  aroundName: /^(?:the|my|our) (.*?)(?: api)? key$/i,
  vague:
    /^(?:it|this|that|them|these|those|the|my|our|your|all|every\w*|each|both|any|some|of)\b|\b(?:keys|tokens)$/i,
};

/** "For the team platform", "of the platform team", "the platform team's", and what has no name. */
function ownerClauses(kind: NamedOwner['kind'], noun: string): readonly Clause[] {
  return [
    ownerClause(`${of} ${whose}${noun} (?:(?:called|named) )?${word}`, kind),
    ownerClause(`${of} ${whose}(?!(?:the|my|our|an?) )${word} ${noun}${ends}`, kind),
    ownerClause(`(?:the )?${word} ${noun}['’]s(?= )`, kind),
    askingClause(`(?:for|of|from|in) (?:(?:the|my|our|an?) )?${noun}${ends}`, kind),
  ];
}
