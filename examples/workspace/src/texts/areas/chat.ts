/** The admin agent, a chat about keys: what is around the messages. */
export interface ChatTexts {
  readonly title: string;
  readonly intro: string;
  /** The name of the conversation, and who says what in it. */
  readonly conversation: string;
  readonly you: string;
  readonly agent: string;
  /** Above the sentences to click. Hidden once there are messages. */
  readonly suggestions: string;

  readonly message: string;
  readonly placeholder: string;
  readonly send: string;
  readonly neverPaste: string;
  /** Follows it with the script. */
  readonly enterSends: string;

  /** What a button copies: the code in an answer. */
  readonly code: string;
  readonly answering: string;
  /** An answer is in progress, and there is no script that shows it. */
  readonly reloadForAnswer: string;
  readonly reload: string;
  /** The last message has no answer, and this process is not making one. */
  readonly unanswered: string;
  readonly busy: string;
  readonly invalid: (maxLength: number) => string;
  readonly noResponse: string;
  /** The connection was lost after the message had arrived. */
  readonly interrupted: string;
  readonly failed: string;
  readonly signedOut: string;
  readonly signIn: string;

  readonly forget: string;
  readonly forgetTitle: string;
  readonly forgetText: string;
  readonly forgetConfirm: string;
  readonly cancel: string;
  readonly forgotten: string;
}

export const enChat: ChatTexts = {
  title: 'Admin agent',
  intro: 'Ask for API keys, or about them. Changes wait for your confirmation.',
  conversation: 'Conversation',
  you: 'You',
  agent: 'Agent',
  suggestions: 'What can I do for you?',
  message: 'Message',
  placeholder: 'Ask about keys…',
  send: 'Send',
  neverPaste: 'Never paste an API key here.',
  enterSends: 'Enter sends, Shift+Enter starts a new line.',
  code: 'Code',
  answering: 'Answering…',
  reloadForAnswer: 'Your last message is still being answered.',
  reload: 'Reload',
  unanswered: 'There is no answer to your last message yet. Reload this page, or ask again.',
  busy: 'Your message was not sent because the last one is still being answered. Wait for the answer, or forget this conversation.',
  invalid: (maxLength) => `Write a message of at most ${maxLength} valid characters.`,
  noResponse:
    'There was no response. Your message is still here: send it again, and it will be answered only once.',
  interrupted: 'The connection was lost while your message was being answered. Reload to see the answer.',
  failed: 'Something isn’t responding. Reload to see what was done before you ask again.',
  signedOut: 'You are signed out, so your message was not sent.',
  signIn: 'Sign in',
  forget: 'Forget this conversation…',
  forgetTitle: 'Forget this conversation?',
  forgetText: 'All of its messages are deleted. Your keys and offers stay as they are.',
  forgetConfirm: 'Forget',
  cancel: 'Cancel',
  forgotten: 'The conversation was deleted.',
};

export const deChat: ChatTexts = {
  title: 'Admin-Agent',
  intro: 'Fragen Sie nach API-Schlüsseln. Änderungen warten auf Ihre Bestätigung.',
  conversation: 'Unterhaltung',
  you: 'Sie',
  agent: 'Agent',
  suggestions: 'Was kann ich für Sie tun?',
  message: 'Nachricht',
  placeholder: 'Fragen Sie etwas zu Schlüsseln …',
  send: 'Senden',
  neverPaste: 'Fügen Sie hier nie einen API-Schlüssel ein.',
  enterSends: 'Eingabetaste sendet, mit Umschalttaste beginnt eine neue Zeile.',
  code: 'Code',
  answering: 'Die Antwort kommt …',
  reloadForAnswer: 'Ihre letzte Nachricht wird noch beantwortet.',
  reload: 'Neu laden',
  unanswered:
    'Auf Ihre letzte Nachricht gibt es noch keine Antwort. Laden Sie die Seite neu oder fragen Sie noch einmal.',
  busy: 'Ihre Nachricht wurde nicht gesendet, weil die letzte noch beantwortet wird. Warten Sie auf die Antwort oder löschen Sie diese Unterhaltung.',
  invalid: (maxLength) => `Schreiben Sie eine Nachricht mit höchstens ${maxLength} gültigen Zeichen.`,
  noResponse:
    'Es kam keine Antwort. Ihre Nachricht steht noch hier: Senden Sie sie noch einmal; sie wird nur einmal beantwortet.',
  interrupted:
    'Die Verbindung ist abgebrochen, während Ihre Nachricht beantwortet wurde. Laden Sie die Seite neu, um die Antwort zu sehen.',
  failed:
    'Etwas antwortet gerade nicht. Laden Sie die Seite neu und sehen Sie nach, was schon geschehen ist, bevor Sie noch einmal fragen.',
  signedOut: 'Sie sind abgemeldet, deshalb wurde Ihre Nachricht nicht gesendet.',
  signIn: 'Anmelden',
  forget: 'Unterhaltung löschen …',
  forgetTitle: 'Diese Unterhaltung löschen?',
  forgetText: 'Alle Nachrichten werden gelöscht. Ihre Schlüssel und Angebote bleiben, wie sie sind.',
  forgetConfirm: 'Löschen',
  cancel: 'Abbrechen',
  forgotten: 'Die Unterhaltung wurde gelöscht.',
};
