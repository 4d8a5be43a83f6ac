import type { KnownQuestions } from '../known-questions.js';

const show =
  '(?:show|list|find|get|give|make|create|prepare|write|run|do|produce|generate|compile|draw up)(?: me| us)?';
const span = '(?:(?:this|the (?:last|past|previous)) (?:month|quarter|year)|the (?:last|past) 90 days)';
const ending =
  '(?: today| now| at the moment| currently| with me| together| for (?:me|us)|' +
  ` (?:in |of |for |over |during )?${span}| (?:in|of|across) (?:the|our) (?:whole |` +
  'entire )?(?:organi[sz]ation|company|workspace))';

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
const whoCreatedWhat =
  'who (?:has |have )?(?:created|made|issued|added|set up) (?:what|(?:which |all )?(?:of )?(?:the |' +
  `our |these |those )?${keys})|` +
  `(?:by whom|who) (?:were|was) (?:the |our |these |those )?${keys} (?:created|made|issued|` +
  `added)(?: by)?|who (?:did )?creates? (?:what|which ${keys})`;

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
const leaked =
  '(?:(?:has |have |was |were |got |been |is |are |might have |may have )*(?:leaked|exposed|' +
  'compromised|stolen)|leaks|ended up (?:on|in) .{1,60}|(?:is|was) (?:on|in) (?:github|gitlab|' +
  'a (?:public )?(?:repo|repository|log)).{0,40})';
const whatNow =
  '(?:(?:so )?what (?:now|next)|what (?:do|should|can|must|shall) (?:i|we)(?: do)?(?: now| next)?|' +
  'what to do(?: now| next)?|how (?:do|should) (?:i|we) (?:react|respond|deal|proceed)|what (?:do|' +
  'should) (?:i|we) do|help)';
const pipeline =
  '(?:an? |the |my |our )?(?:ci(?:/cd)?|cd|ci (?:job|pipeline|workflow|server)|github(?: actions?)?|' +
  'gitlab(?: ci)?|jenkins|circleci|pipelines?|build(?: server)?|workflows?)(?: secrets?| variables?)?';
const environment =
  '(?:an? |the |my )?(?:env(?:ironment)?(?:[ -]variables?| vars?)?|\\.?env(?: file)?|node(?:\\.?js)?|' +
  'python|javascript|typescript|(?:program|script|app|application|code)s?)';
const hello =
  '(?:hi|hello|hey|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|hi there|hello there|hey there)';
const addressee = '(?:there|agent|assistant|all|everyone|bot|you)';
const program =
  '(?:claude(?: code| desktop)?|cursor|vs ?code|codex|chatgpt|copilot|an? (?:mcp )?client|' +
  'an? (?:ai )?agent|agents|my agent|an? (?:ai )?model|an? llm|my (?:ide|editor)|clients)';
const use =
  '(?:use|send|pass|try|test|authenticate with|make (?:a )?(?:call|request)s? with|call the api with)';
const howTo =
  '(?:how (?:do|can|should|would|could) (?:i|we|you|one)|how to|what is the (?:best )?way to|' +
  'show (?:me )?how to|explain how to|example (?:of|for|to))';
const aKey = `(?:an? |the |my |our |this |that )?(?:new )?(?:${key}|${keys})(?: (?:called |named )?"\\d+")?`;
const keyLeaks = `(?:an? |my |our |one of (?:my|our) )?(?:${key}|${keys}) (?:leaks?|(?:is|was|were|are) leaked)`;

export const englishQuestions: KnownQuestions = {
  beginning: `${show} `,
  ending,
  patterns: {
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
    leaked: [
      '(?:help[,!.]* )?(?:i (?:think )?|we )?(?:(?:have |has |accidentally )*(?:leaked|published|committed|' +
        `pushed|posted|exposed|lost) ${aKey}(?: (?:to|on|in) .{1,60})?)(?:[,;.!?] ${whatNow})?`,
      `(?:help[,!.]* )?(?:${aKey}|one of (?:my|our|the) ${keys}|someone['’]s ${key}) ${leaked}(?:[,;.!?] ${whatNow})?`,
      `${whatNow} (?:about|with|if|when|after|in case) (?:(?:an? |the |my |our )?(?:leaked|exposed|` +
        `compromised|stolen) (?:${key}|${keys})|${aKey} ${leaked}|(?:i |we )?(?:leak|have leaked|leaked|` +
        `committed|pushed) ${aKey}(?: (?:to|on|in) .{1,60})?|an? ${key} leak|a leak)`,
      `(?:${howTo}|report) (?:report |handle |deal with |react to )?(?:an? |the |my )?(?:leaked|exposed|` +
        `stolen|compromised) (?:${key}|${keys})`,
      `my ${key} (?:is|was) (?:leaked|public|stolen|compromised)`,
    ],
    curl: [
      `${howTo} ${use} ${aKey}(?: (?:with|in|from|using|on) (?:curl|the (?:command line|shell|terminal)|bash|a shell))?`,
      `(?:${howTo} )?(?:use |an? )?curl(?: (?:example|command|snippet)| with ${aKey})`,
      `${howTo} (?:call|use|access|reach) the api(?: with (?:curl|${aKey}))?`,
    ],
    pipeline: [
      `${howTo} (?:${use}|store|keep|put|add|set) ${aKey} (?:in|with|from|for|inside|as) ${pipeline}`,
      `(?:${howTo} )?(?:use ${aKey} (?:in|with) )?${pipeline} (?:example|snippet)`,
    ],
    environment: [
      `${howTo} (?:${use}|store|keep|put|save|set|read|load|export|pass) ${aKey} (?:as|in|from|via|through|` +
        `with|to) ${environment}`,
      `(?:${howTo} )?(?:set|export|read) ${environment}(?: (?:for|with) ${aKey})?`,
      `where (?:do|should|can) (?:i|we) (?:store|keep|put|save) ${aKey}`,
    ],
    mcp: [
      `${howTo} (?:connect|set up|configure|add|use|register|install|attach|link)(?: up)? (?:${program}|` +
        'this|it|(?:the |an? |your |this )?mcp(?: server| endpoint)?)(?: (?:to|with|over|via|using|through|' +
        'in|for) (?:(?:the |an? |this |your )?(?:mcp|model context protocol|workspace|postern)(?: server|' +
        ` endpoint)?|${program}|it|this))*`,
      `(?:connect|set up|add) (?:${program}|mcp)(?: (?:to|with|over|via|using|through) (?:(?:the |an? |` +
        'this )?(?:mcp|model context protocol|workspace)(?: server)?|it))*',
      '(?:is there|do you have|where is|what is|which is) (?:an? |the |your )?mcp (?:server|endpoint|url|address)',
      '(?:do you|does (?:this|it|the workspace)) (?:support|speak|have) (?:mcp|the model context protocol)',
      'mcp(?: server| endpoint| setup)?',
      `can (?:${program}) (?:manage|create|use|offer) (?:my |our )?${keys}`,
    ],
    help: [
      'help(?: me)?',
      '(?:what|which things) (?:can|do) (?:you|i|we) (?:do|ask|understand|say|know|' +
        'help(?: me)? with)(?: you| here| for me| about)*',
      'how (?:can|do) you help(?: me)?|how (?:does this|do you|does it) work|what (?:are you|' +
        'is this)(?: for)?|who are you',
      '(?:show (?:me )?|give (?:me )?)?(?:some )?examples?',
      'what (?:can|could|should|may) i ask(?: you)?|what are my options|commands?',
    ],
    greeting: [`${hello}(?:[ ,]+${addressee})?(?:[ ,!.]+how are you(?: doing)?(?: today)?)?`],
    thanks: [
      '(?:(?:ok|okay|great|perfect|good|nice|cool|super|wonderful|awesome)[ ,!.]+)?(?:(?:many |' +
        'much )?thanks|thank you|thx|ty|cheers|much appreciated)' +
        '(?:[ ,]+(?:very much|so much|a lot|again|for (?:your|the|that|all).{0,40}|that helped|' +
        "that['’]s it))*(?:[ ,]+agent)?",
      '(?:great|perfect|good job|well done|awesome|nice)',
    ],
  },
};
