/** The admin agent, a chat about keys. */
export interface ChatTexts {
  readonly title: string;
}

export const enChat: ChatTexts = {
  title: 'Admin agent',
};

export const deChat: ChatTexts = {
  title: 'Admin-Agent',
};
