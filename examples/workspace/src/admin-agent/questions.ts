const example = 'Create an API key for me called "CI Pipeline"';

/** All are constants, so that nothing that was typed is repeated. */
export const questions = {
  anything:
    'I create, list, rotate, delete and explain API keys. Admins can ask: Who created what? Which automations deserve a ' +
    'team key? What still uses personal keys? And anyone can rehearse a leak. What would you like me to do? ' +
    `For example: ${example}`,
  oneThing:
    'One thing at a time, please: what should I do first? If all of this is one name, put it in quotes.',
  once: 'I read two answers to one question. Please say each thing once, and put the name in quotes.',
  quotes: 'A quotation mark is not closed. Where does the quoted name end?',
  newName: `What should the key be called? For example: ${example}`,
  name: 'Which key? Give its name in quotes, for example: Delete the key called "CI Pipeline"',
  keyId: 'Which key? Give its key ID: 16 letters and digits.',
  owner:
    'I create keys for you, for one of your teams or for a service account only. Is it "for me", "for the team" and ' +
    'its name, or "for the service account" and its name?',
  team: 'Which team? For example: for the team platform',
  service:
    'Which service account? Give its name in quotes, for example: for the service account "Deployments"',
  duration: 'How long? From one day to ten years, for example: 30 days, 2 weeks, 3 months or a year',
  scopes: 'Which scopes? For example: with scopes agents:read and models:use',
} as const;
