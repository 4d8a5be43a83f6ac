/** Where the chat is. */
export const chatPath = '/agent';

/** How long a message may be, in characters. */
export const maxTextLength = 2_000;
