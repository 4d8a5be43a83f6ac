import { describe, expect, it } from 'vitest';
import { understand } from './understand.js';

describe('understand, for a question about the keys of the whole organisation', () => {
  it.each([
    'a quarterly inventory of who created what',
    'Give me a quarterly inventory of who created what, please.',
    'Can you prepare the quarterly inventory?',
    'I need an inventory of all API keys',
    'Show me an inventory of all keys in the organisation',
    'Who created what?',
    'who created what this quarter',
    'An inventory of who created what for the last quarter, please',
    'who created which keys',
    'Tell me who has created all the keys',
    'List all keys in our organization',
    "Show me everyone's API keys",
    'list all keys by creator',
    'Quarterly inventory: who created what?',
    'Run a quarterly inventory',
    'generate a quarterly inventory of who created what over the last 90 days',
    'API key inventory, please',
    'Show me every API key in the company',
  ])('reads %j as an inventory', (text) => {
    expect(understand(text)).toEqual({ intent: 'inventory' });
  });

  it.each([
    'which automations deserve a team key',
    'Which automations deserve a team key?',
    'Which automations deserve a team key instead of a personal one?',
    'Which of our automations should have a team key?',
    'What scripts need a team key?',
    'List the pipelines that should use team keys instead.',
    'please show me which automations should move to a team key',
    'Which automations still use personal keys?',
    'Which personal keys should be team keys?',
    'Which personal API keys ought to become team keys?',
    'Are there any automations that deserve a team key?',
  ])('reads %j as a search for automations', (text) => {
    expect(understand(text)).toEqual({ intent: 'automations' });
  });

  it.each([
    'what still uses personal keys',
    'What still uses personal keys?',
    'what still uses personal keys in our organisation',
    'Who is still using a personal key?',
    'show me what still runs on personal API keys today',
    'Tell me what is using personal keys at the moment',
    'Which personal keys are still in use?',
    'List all personal keys that are still used',
  ])('reads %j as a search for personal keys', (text) => {
    expect(understand(text)).toEqual({ intent: 'personal' });
  });

  it.each([
    'rehearse a leak',
    'Rehearse a leak!',
    'Can you rehearse a leak with me?',
    'Let’s rehearse a leak, please',
    'Can we rehearse a leaked key?',
    'Could you help me practise a key leak?',
    'How do I simulate the leak of an API key?',
    'I want to rehearse what happens if a key leaks',
    'What happens when one of our keys is leaked?',
    'Run a leak drill',
    'Leak rehearsal',
    'rehearse a token leak',
    'What happens when a token leaks?',
    'What if a key leaks?',
  ])('reads %j as a rehearsal', (text) => {
    expect(understand(text)).toEqual({ intent: 'rehearsal' });
  });

  it.each([
    'rehearse a leak and delete the key "A"',
    'who created what, then delete all of it',
    'who created the key "A"',
    'who is still using this',
    'what still uses personal keys of grace',
    'which automations deserve a raise',
    'an inventory of the office',
    'leak a key',
    'leak',
    'who created what in the last 30 days',
    'list all personal keys',
    'are there automations',
  ])('asks rather than guesses if it gets %j', (text) => {
    expect(understand(text)).toMatchObject({ intent: 'unclear' });
  });
});
