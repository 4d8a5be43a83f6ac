import type { KnownQuestions } from '../known-questions.js';

const show =
  '(?:zeigen|(?:zeig|gib|erstell|mach|nenn|liste|bereite|sag|schreib)(?:e|en sie|t)?|geben sie|' +
  'ich (?:brauche|benötige|möchte|hätte gern|will wissen)|wir brauchen)(?: mir| uns)?(?: bitte| mal)?,?';
const organisation =
  '(?:(?:in|bei|aus) )?(?:der|unserer) (?:ganzen |gesamten )?(?:organisation|firma)|(?:im|in unserem|' +
  'des|unseres) (?:ganzen |gesamten )?(?:unternehmens?|workspaces?)|bei uns';
const span =
  '(?:in |für |über |während )?(?:(?:diese[mnrs]?|(?:die|den|das|der|dem) (?:letzten|letzte|' +
  'vergangenen|vergangene)) (?:monats?|quartals?|jahre?s?)|den letzten 90 tagen|die letzten 90 tage|' +
  'im letzten (?:quartal|monat|jahr))';
const ending =
  `(?: (?:heute|jetzt|zurzeit|derzeit|im moment|aktuell|gerade|bitte|${span}|${organisation}|an|auf|` +
  'vor)|,? (?:erstellen|zeigen|anzeigen|auflisten|machen|vorbereiten|sehen|wissen))*';

const key = '(?:(?:api|zugangs|zugriffs)[ -]?)?(?:schlüssels?|keys?|tokens?)';
const keys = '(?:(?:api|zugangs|zugriffs)[ -]?)?(?:schlüsseln?|keys|tokens?)';
const aKey =
  '(?:(?:ein(?:en|em|er)?|de[nmrs]|das|mein(?:en|em)?|unser(?:en|em)?|dies(?:en|em|' +
  `er)) )?(?:neuen )?${key}(?: (?:namens )?"\\d+")?`;
const theKeys = `(?:(?:welche[rs]?|alle|die|diese|unsere|meine|die ganzen) )?${keys}`;
const created = '(?:erstellt|angelegt|erzeugt|gemacht|ausgestellt|generiert)';
const whoCreatedWhat =
  `wer(?: hat)? (?:was|${theKeys}|wann was|alles) ${created}(?: hat)?|` +
  `wer hat was (?:alles )?${created}|(?:von wem|durch wen) (?:sind|stammen|kommen|` +
  `wurden) ${theKeys}(?: ${created}(?: worden)?)?`;

const personalKeys = `(?:die |unsere |eine[nm] )?(?:persönliche[nr]?|private[nr]?) ${keys}`;
const automations =
  '(?:unserer |der |von unseren )?(?:automation(?:en)?|automatisierung(?:en)?|skripte?|scripte?|' +
  'programme?|bots?|jobs?|pipelines?|dienste?|services?|integration(?:en)?|tools?)';
const teamKey = '(?:einen |die |unsere )?team[- ]?(?:schlüssel|keys?|tokens?)';
const stillUses =
  '(?:(?:benutzt|benutzen|nutzt|nutzen|verwendet|verwenden|braucht|' +
  'brauchen)(?: denn)?(?: immer)?(?: noch)?|(?:läuft|laufen)(?: immer)?(?: noch)? (?:mit|über))';

const practise = '(?:üben|proben|simulieren|durchspielen|testen|nachspielen|ausprobieren)';
const leak =
  '(?:(?:ein(?:en|e)?|den|die) )?(?:(?:api|schlüssel|key|token)[- ]?)?(?:leaks?|datenleck|leck|ernstfall|leak[- ]?übung)';
const leaked =
  '(?:(?:ist |wurde |wird |sind |wurden )?(?:öffentlich|bekannt)?(?: geworden)? ?(?:geleakt|geleaked|' +
  'kompromittiert|gestohlen|veröffentlicht|bekannt geworden|öffentlich geworden|öffentlich|' +
  'durchgesickert|verloren(?: gegangen)?|(?:auf|in|im) .{1,60}(?:gelandet|veröffentlicht|gepusht|' +
  'committet))(?: worden| ist| wurde| wird)?)';
const whatNow =
  '(?:was (?:nun|jetzt|tun|mache ich|machen wir|soll(?:te)? ich(?: jetzt)? (?:tun|machen)|' +
  'muss ich(?: jetzt)? (?:tun|machen)|kann ich(?: jetzt)? (?:tun|machen)|ist zu tun|tue ich)(?: jetzt|' +
  ' nun)?|wie (?:reagiere|gehe) ich(?: vor)?)';

const howTo =
  '(?:wie (?:benutze|nutze|verwende|sende|schicke|teste|speichere|setze|übergebe|hinterlege|lese|nehme|' +
  'gebe|bewahre) ich|wie (?:benutzt|nutzt|verwendet|sendet|testet|speichert|setzt) man|' +
  'wie (?:kann|soll|muss) (?:ich|man)|(?:erklär|zeig)(?:e|en sie)?(?: mir)?,? wie (?:ich|man))';
const useAtEnd =
  '(?: (?:benutzen?|nutzen?|verwenden?|senden?|testen?|speichern?|setzen?|hinterlegen?|lesen?|' +
  'einsetzen?|aufbewahren?|benutze|nutze|verwende|benutzt|nutzt|verwendet|angeben|mit|auf|an|' +
  'ein)(?: kann| soll)?)?';
const pipeline =
  '(?:(?:einer?|der|die|meiner|unserer|einem|dem) )?(?:ci(?:/cd)?(?:[- ](?:pipeline|job|umgebung|' +
  'system))?|github(?:[- ]actions?)?|gitlab(?:[- ]ci)?|jenkins|pipelines?|build(?:[- ]server)?|' +
  'workflows?)';
const environment =
  '(?:(?:eine[rmn]?|de[rnm]|die|das|meine[mnr]?) )?(?:umgebungsvariablen?|env(?:[- ](?:variablen?|' +
  'datei))?|environment[- ]variablen?|\\.env(?:[- ]datei)?|node(?:\\.?js)?|python|javascript|' +
  'typescript|(?:programm|skript|script|app|anwendung|code)s?)';
const program =
  '(?:claude(?: code| desktop)?|cursor|vs ?code|codex|chatgpt|copilot|(?:einen? |den |meinen? |' +
  'die )?(?:mcp[- ])?(?:client|agenten?|ki[- ]agenten?|ki|editor|modell|llm))';
const mcp =
  '(?:(?:de[nmr]|das|einen?|dem|über|per|via|mit) )*(?:mcp(?:[- ](?:server|endpunkt|schnittstelle|' +
  'anbindung))?|model context protocol)';
const connect =
  '(?:verbinden?|anbinden|anschließen|einrichten|einbinden|konfigurieren|hinzufügen|nutzen|verwenden|benutzen)';

export const germanQuestions: KnownQuestions = {
  beginning: `${show} `,
  ending,
  patterns: {
    inventory: [
      '(?:(?:eine?|das|die|unsere?) )?(?:(?:vierteljährliche|monatliche|jährliche|wöchentliche|' +
        'vollständige|komplette)[snr]? )?(?:inventar|inventur|bestandsaufnahme|bestandsliste|übersicht|' +
        `aufstellung|liste)(?: (?:aller|der|unserer|über alle|über die|von allen) ${keys}|` +
        `,? ${whoCreatedWhat}|,? (?:darüber|davon),? ${whoCreatedWhat})+`,
      '(?:(?:eine?|das|die|unsere?) )?(?:(?:vierteljährliche|monatliche|jährliche)[snr]? )?(?:schlüssel|' +
        'key)?-?(?:inventar|inventur|bestandsaufnahme)',
      whoCreatedWhat,
      `(?:welche|alle) ${keys}(?: gibt es| haben wir)? (?:${organisation}|aller|von allen|jeder person)(?: gibt es)?`,
      `alle ${keys} nach (?:ersteller|eigentümer|person)`,
    ],
    automations: [
      `(?:welche|was für|gibt es) ${automations}(?:,? die)? (?:verdienen|verdient|brauchen|braucht|` +
        `benötigen|bräuchten|sollten?|sollen|müssten) ${teamKey}(?: (?:haben|bekommen|benutzen|nutzen|` +
        'verwenden|verdienen|brauchen))?(?: statt .*)?',
      `(?:welche|was für) ${automations} ${stillUses} ${personalKeys}`,
      `(?:welche|gibt es) ${automations}(?:,? die)? ${teamKey} (?:verdienen|brauchen|haben sollten|bekommen sollten)`,
      `(?:welche) ${personalKeys} (?:sollten|müssten|könnten) ${teamKey} (?:sein|werden)`,
    ],
    personal: [
      `(?:was|wer|welche (?:leute|personen)) ${stillUses} ${personalKeys}`,
      `(?:wo|wofür) werden (?:noch )?${personalKeys} (?:noch )?(?:benutzt|genutzt|verwendet)`,
      `(?:welche )${personalKeys} (?:werden|sind) (?:noch |immer noch )?(?:benutzt|genutzt|verwendet|` +
        'in gebrauch|im einsatz|in benutzung)',
    ],
    rehearsal: [
      '(?:(?:lass|lassen sie) uns |wir wollen |ich will |wie (?:kann|können) (?:ich|' +
        `wir) )?(?:mit mir )?${leak} ${practise}`,
      '(?:übe|probe|simuliere|teste|üben sie|proben sie|simulieren sie|spiele?)(?: mit mir|' +
        ` bitte)* ${leak}(?: durch| mit mir)?`,
      '(?:eine? )?(?:leak|ernstfall|notfall)[- ]?(?:übung|probe|test)',
      '(?:üben|proben|testen|ausprobieren|sehen),? was (?:bei einem leak passiert|' +
        `passiert,? wenn (?:${aKey}) (?:${leaked}|leakt))`,
      `was (?:passiert|geschieht|wäre)(?: bei einem (?:leak|datenleck)|,? wenn (?:${aKey}) (?:${leaked}|leakt))`,
    ],
    leaked: [
      `(?:hilfe[,!.]* )?${aKey} ${leaked}(?:[,;.!?:] ${whatNow})?`,
      '(?:hilfe[,!.]* )?(?:ich habe|wir haben|jemand hat) (?:aus versehen |' +
        `versehentlich )?${aKey} (?:(?:auf|in|im|ins|bei|zu|nach) .{1,60} )?(?:geleakt|veröffentlicht|` +
        `gepusht|committet|eingecheckt|gepostet|verloren|hochgeladen)(?:[,;.!?:] ${whatNow})?`,
      `${whatNow} (?:mit|bei|nach) (?:einem |dem |meinem )?(?:(?:geleakten|kompromittierten|gestohlenen|` +
        `veröffentlichten|verlorenen) ${key}|leak|schlüssel-?leak)(?: (?:tun|machen))?`,
      'was (?:soll(?:te)?|muss|kann) (?:ich|man|wir) (?:mit|bei|nach) (?:einem |dem |' +
        `meinem )?(?:(?:geleakten|kompromittierten|gestohlenen|veröffentlichten|verlorenen) ${key}|` +
        'leak) (?:tun|machen)',
      `${whatNow},? (?:wenn|falls|nachdem) (?:${aKey} ${leaked}|` +
        `ich (?:versehentlich )?${aKey} .{0,60}(?:geleakt|veröffentlicht|gepusht|committet|` +
        'verloren)(?: habe)?)',
      `wie melde ich (?:einen |den )?(?:geleakten|kompromittierten|gestohlenen) ${key}`,
    ],
    curl: [
      `${howTo} ${aKey}(?: (?:mit|in|per|über|auf) (?:curl|der (?:kommandozeile|konsole|shell)|` +
        `dem terminal|bash))?${useAtEnd}`,
      `${howTo} (?:mit )?curl(?: mit ${aKey})?${useAtEnd}`,
      `(?:ein )?curl[- ]?(?:beispiel|befehl|aufruf)(?: (?:mit|für) ${aKey})?|(?:ein )?beispiel (?:mit|für) curl`,
      `wie (?:rufe ich die api|kann (?:ich|man) die api)(?: mit (?:curl|${aKey}))?(?: auf| aufrufen)?`,
    ],
    pipeline: [
      `${howTo} ${aKey} (?:in|mit|aus|bei|für|als) ${pipeline}${useAtEnd}`,
      `(?:ein )?(?:beispiel (?:für|mit) ${pipeline}|ci-beispiel)`,
    ],
    environment: [
      `${howTo} ${aKey} (?:als|in|aus|per|über|mit|im) ${environment}${useAtEnd}`,
      `${howTo} ${environment}(?: (?:für|mit) ${aKey})?${useAtEnd}`,
      `wo (?:speichere|bewahre|hinterlege) ich ${aKey}(?: auf)?|wohin mit (?:dem|einem|meinem) ${key}`,
    ],
    mcp: [
      `wie (?:verbinde|binde|schließe|richte|konfiguriere|nutze|verwende|benutze|füge) ich (?:${program}|` +
        `${mcp})(?: (?:mit|an|per|über|via|in|bei) (?:${mcp}|diesem workspace|dem workspace|postern|` +
        `${program})| ${mcp})*(?: (?:an|ein|hinzu))?`,
      `wie (?:kann|muss|soll) (?:ich|man) (?:${program}|${mcp})(?: (?:mit|an|per|über|via|in) (?:${mcp}|` +
        `diesem workspace|dem workspace|${program})| ${mcp})* ${connect}`,
      `(?:${program}|mcp)(?: (?:mit|an|per|über|via) (?:${mcp}|(?:dies|d)em workspace))* ${connect}`,
      '(?:gibt es|hast du|haben sie|wo ist|wie lautet|was ist) (?:einen? |die |der |' +
        'den )?mcp[- ]?(?:server|endpunkt|adresse|url|schnittstelle|anbindung)',
      '(?:kannst du|können sie|unterstützt (?:du|ihr|der workspace)|unterstützen sie) (?:auch )?mcp',
      'mcp(?:[- ](?:server|endpunkt|anbindung|einrichten))?',
    ],
    help: [
      'hilfe|hilf mir|helfen sie mir|help',
      'was (?:kannst|machst|verstehst|weißt|tust) du(?: alles| so| für mich| hier| tun| denn)*|' +
        'was (?:können|machen|verstehen|wissen|tun) sie(?: alles| für mich| hier| tun| denn)*',
      'was (?:kann|darf|soll|könnte) ich (?:dich|sie|hier|alles|dir|ihnen| )*(?:fragen|tun|machen|sagen|schreiben)',
      '(?:wobei|womit|wie) (?:kannst du|können sie)(?: mir)?(?: helfen)?|wie funktioniert (?:das|es|' +
        'dieser agent)(?: hier)?|wer (?:bist du|sind sie)',
      '(?:ein paar |einige )?beispiele?|befehle',
    ],
    greeting: [
      '(?:hallo|hi|hey|moin(?: moin)?|servus|grüß (?:gott|dich|sie)|grüezi|tach|guten (?:tag|morgen|abend)|' +
        'schönen (?:tag|guten tag)|mahlzeit)(?:[ ,]+(?:zusammen|agent|du|alle|' +
        "miteinander))?(?:[ ,!.]+wie geht(?: es|[’']s)?(?: dir| ihnen)?)?",
    ],
    thanks: [
      '(?:(?:ok|okay|super|toll|prima|perfekt|gut|klasse|sehr gut)[ ,!.]+)?(?:(?:vielen|besten|herzlichen|' +
        'tausend|lieben) dank|danke(?: schön| sehr| vielmals| dir| ihnen)*|dankeschön|merci|ich danke (?:dir|' +
        'ihnen))(?:[ ,]+(?:auch|nochmals|nochmal|sehr|für (?:die|deine|ihre|den|das|alles).{0,40}|' +
        "das (?:hat geholfen|war[’']?s)))*",
      'super|toll|prima|perfekt|klasse|sehr gut|gut gemacht',
    ],
  },
};
