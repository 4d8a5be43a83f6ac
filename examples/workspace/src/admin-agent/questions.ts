const example = 'Create an API key for me called "CI Pipeline"';

/** Constants all: nothing that was typed is repeated. */
export const questions = {
  anything: `I create, list, rotate, delete and explain API keys. What shall I do? For example: ${example}`,
  oneThing:
    'One thing at a time, please: what shall I do first? If all of this is one name, put it in quotes.',
  once: 'I read two answers to one question. Can you say each thing once, and put the name in quotes?',
  quotes: 'A quotation mark is not closed. Where does the quoted name end?',
  newName: `What shall the key be called? For example: ${example}`,
  name: 'Which key? Say what it is called, in quotes, for example: Delete the key called "CI Pipeline"',
  keyId: 'Which key? Say its key ID, which is 16 letters and digits.',
  owner: 'Keys are made for oneself or for a team only. Is it "for me", or "for the team" with its name?',
  team: 'Which team? For example: for the team platform',
  duration: 'How long? From a day to ten years, for example: 30 days, 2 weeks, 3 months or a year',
  scopes: 'Which scopes? For example: with scopes agents:read and models:use',
} as const;
