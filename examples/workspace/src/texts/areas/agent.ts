import type { QuestionName } from '../../admin-agent/questions.js';
import { reportCommand } from './guides.js';

/** What the admin agent answers. A model writes its own answers, in the language of the person. */
export interface AgentTexts {
  /** Who answers: shown below the conversation. */
  readonly byRules: string;
  readonly byModel: (model: string) => string;
  /** What the rules ask if they don't understand, by name. Nothing that was typed is repeated. */
  readonly questions: Readonly<Record<QuestionName, string>>;

  readonly prepared: string;
  readonly confirmDeletion: string;
  readonly confirmRotation: string;
  /** `grace` is a duration. */
  readonly confirmGrace: (grace: string) => string;
  readonly noSuchName: string;
  readonly severalHaveName: (count: number, keyIds: string) => string;
  readonly pastedToken: string;
  /** The name of the key that is leaked. */
  readonly rehearsalName: string;
  /** How to rehearse a leak, at a workspace of this URL, with the key of this ID. */
  readonly rehearsal: (url: string, keyId: string) => string;

  readonly modelSilent: string;
  /** Follows `modelSilent` if tools were used before. */
  readonly doneBefore: string;
  readonly notFinished: string;
}

const example = 'Create an API key for me called "CI Pipeline"';

export const enAgent: AgentTexts = {
  byRules: 'Answers come from the built-in assistant: rule-based, no AI model.',
  byModel: (model) => `Answers come from the model ${model}. It can be wrong; the cards are not its words.`,
  questions: {
    anything:
      'I didn’t understand that. I only recognise certain phrases. Try one of these, or ask “What can you do?”\n\n' +
      `- ${example}\n- Which keys are unused for 90 days?\n- Why is my key "CI Pipeline" refused?`,
    oneThing:
      'One thing at a time, please: what should I do first? If all of this is one name, put it in quotes.',
    once: 'I read two answers to one question. Please say each thing once, and put the name in quotes.',
    quotes: 'A quotation mark is not closed. Where does the quoted name end?',
    newName: `What should the key be called? For example: ${example}`,
    name: 'Which key? Give its name in quotes, for example: Delete the key called "CI Pipeline"',
    keyId: 'Which key? Give its name in quotes or its ID, for example: Why is my key "CI Pipeline" refused?',
    owner:
      'I create keys for you, for one of your teams or for a service account only. Is it "for me", "for the team" and ' +
      'its name, or "for the service account" and its name?',
    team: 'Which team? For example: for the team platform',
    service:
      'Which service account? Give its name in quotes, for example: for the service account "Deployments"',
    duration: 'How long? From one day to ten years, for example: 30 days, 2 weeks, 3 months or a year',
    grace:
      'How long should the old key keep working? Up to a year, for example: with a grace period of 24 hours',
    scopes: 'Which scopes? For example: with scopes agents:read and models:use',
  },
  prepared: 'I’ve prepared this key. It doesn’t exist until you reveal it, and only you will see it.',
  confirmDeletion: 'Please confirm: anything that uses this key stops working immediately.',
  confirmRotation: 'Please confirm: the old key stops working when you reveal the new one.',
  confirmGrace: (grace) =>
    `Please confirm: the old key keeps working for ${grace} after you reveal the new one, unless it expires earlier. ` +
    'Give every program the new key by then, and there is no outage.',
  noSuchName: 'I can’t find a key with that name. Say “List my keys” to see yours.',
  severalHaveName: (count, keyIds) =>
    `${count} keys have that name. Use the ID of the one you mean instead: ${keyIds}.`,
  pastedToken:
    'Your message contained an API key. I have masked it, so neither this page nor a model keeps it. But anyone who saw ' +
    'it can use it: delete it, and ask me for a new one.',
  rehearsalName: 'Leak rehearsal',
  rehearsal: (url, keyId) => `Here is a key to leak. It can’t do anything, and expires within a day.

1. Reveal it below, and copy it. Don’t paste it here.
2. Report it as a scanner would: run this in bash or zsh, paste the key, which is not shown, and press Enter.

\`\`\`
${reportCommand(url)}
\`\`\`

The response is the same for every key, whether or not it exists. Then ask me: Why does the key ${keyId} get 401?`,
  modelSilent: 'The model is not responding right now.',
  doneBefore: 'What it did before that is shown below.',
  notFinished: 'I couldn’t finish this. Ask me in smaller steps.',
};

const deExample = 'Erstellen Sie mir einen API-Schlüssel namens „CI Pipeline“';

export const deAgent: AgentTexts = {
  byRules: 'Es antwortet der eingebaute Assistent: nach Regeln, ohne KI-Modell.',
  byModel: (model) =>
    `Es antwortet das Modell ${model}. Es kann sich irren; die Karten stammen nicht von ihm.`,
  questions: {
    anything:
      'Das habe ich nicht verstanden. Ich erkenne nur bestimmte Formulierungen. Versuchen Sie eine von diesen, oder ' +
      'fragen Sie „Was können Sie?“\n\n' +
      `- ${deExample}\n- Welche Schlüssel sind seit 90 Tagen unbenutzt?\n- Warum wird mein Schlüssel „CI Pipeline“ abgelehnt?`,
    oneThing:
      'Bitte eins nach dem anderen: Was soll ich zuerst tun? Wenn das alles ein Name ist, setzen Sie ihn in Anführungszeichen.',
    once: 'Das habe ich zweimal unterschiedlich gelesen. Sagen Sie bitte alles nur einmal, mit dem Namen in Anführungszeichen.',
    quotes: 'Ein Anführungszeichen ist nicht geschlossen. Wo endet der Name?',
    newName: `Wie soll der Schlüssel heißen? Zum Beispiel: ${deExample}`,
    name: 'Welcher Schlüssel? Nennen Sie seinen Namen in Anführungszeichen, zum Beispiel: Löschen Sie den Schlüssel „CI Pipeline“',
    keyId:
      'Welcher Schlüssel? Nennen Sie seinen Namen in Anführungszeichen oder seine ID, zum Beispiel: Warum wird mein Schlüssel „CI Pipeline“ abgelehnt?',
    owner:
      'Ich erstelle Schlüssel nur für Sie, für eines Ihrer Teams oder für ein Dienstkonto: „für mich“, „für das Team“ mit ' +
      'dem Namen oder „für das Dienstkonto“ mit dem Namen.',
    team: 'Welches Team? Zum Beispiel: für das Team Platform',
    service:
      'Welches Dienstkonto? Nennen Sie seinen Namen in Anführungszeichen, zum Beispiel: für das Dienstkonto „Deployments“',
    duration:
      'Wie lange? Von einem Tag bis zu zehn Jahren, zum Beispiel: 30 Tage, 2 Wochen, 3 Monate oder ein Jahr',
    grace:
      'Wie lange soll der alte Schlüssel noch gelten? Höchstens ein Jahr, zum Beispiel: mit einer Übergangsfrist von 24 Stunden',
    scopes: 'Welche Rechte? Zum Beispiel: mit den Rechten agents:read und models:use',
  },
  prepared:
    'Der Schlüssel ist vorbereitet. Er entsteht erst, wenn Sie ihn anzeigen lassen, und nur Sie sehen ihn.',
  confirmDeletion:
    'Bitte bestätigen Sie: Programme, die diesen Schlüssel benutzen, erhalten danach sofort 401.',
  confirmRotation:
    'Bitte bestätigen Sie: Der alte Schlüssel gilt nicht mehr, sobald Sie den neuen anzeigen lassen.',
  confirmGrace: (grace) =>
    `Bitte bestätigen Sie: Sobald Sie den neuen Schlüssel anzeigen lassen, gilt der alte noch ${grace}, sofern er nicht ` +
    'vorher abläuft. Hinterlegen Sie den neuen bis dahin in allen Programmen, dann fällt nichts aus.',
  noSuchName:
    'Einen Schlüssel mit diesem Namen finde ich nicht. Fragen Sie „Welche Schlüssel habe ich?“, um Ihre zu sehen.',
  severalHaveName: (count, keyIds) =>
    `${count} Schlüssel heißen so. Nennen Sie stattdessen die ID des richtigen: ${keyIds}.`,
  pastedToken:
    'Ihre Nachricht enthielt einen API-Schlüssel. Ich habe ihn unkenntlich gemacht; weder diese Seite noch ein Modell ' +
    'behält ihn. Aber wer ihn gesehen hat, kann ihn benutzen: Löschen Sie ihn und lassen Sie sich einen neuen geben.',
  rehearsalName: 'Leak-Übung',
  rehearsal: (
    url,
    keyId,
  ) => `Hier ist ein Schlüssel, der in fremde Hände geraten darf. Er darf nichts und läuft innerhalb eines Tages ab.

1. Lassen Sie ihn unten anzeigen und kopieren Sie ihn. Fügen Sie ihn nicht hier ein.
2. Melden Sie ihn wie ein Scanner: Führen Sie diesen Befehl in bash oder zsh aus, fügen Sie den Schlüssel ein (er bleibt unsichtbar) und drücken Sie die Eingabetaste.

\`\`\`
${reportCommand(url)}
\`\`\`

Die Antwort ist für jeden Schlüssel gleich, ob es ihn gibt oder nicht. Fragen Sie mich dann: Warum wird der Schlüssel ${keyId} abgelehnt?`,
  modelSilent: 'Das Modell antwortet gerade nicht.',
  doneBefore: 'Was es bis dahin getan hat, steht unten.',
  notFinished: 'Das konnte ich nicht zu Ende bringen. Fragen Sie in kleineren Schritten.',
};
