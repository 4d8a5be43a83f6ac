import { describe, expect, it } from 'vitest';
import type { KnownQuestion } from './known-questions.js';
import { understand } from './understand.js';

describe('understand, for a question without details', () => {
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
    'who made these keys',
    'By whom were these keys created?',
    'Run a quarterly inventory',
    'generate a quarterly inventory of who created what over the last 90 days',
    'API key inventory, please',
    'Show me every API key in the company',
  ])('reads %j as an inventory', (text) => {
    expect(understand(text).wanted).toEqual({ intent: 'inventory' });
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
    expect(understand(text).wanted).toEqual({ intent: 'automations' });
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
    expect(understand(text).wanted).toEqual({ intent: 'personal' });
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
    expect(understand(text).wanted).toEqual({ intent: 'rehearsal' });
  });

  const inEnglish: Partial<Record<KnownQuestion, readonly string[]>> = {
    leaked: [
      'What do I do about a leaked key?',
      'what should I do when a key is leaked',
      'My key leaked, what now?',
      'I accidentally committed a key to GitHub. What should I do?',
      'Help, my API key was stolen!',
      'How do I report a leaked key?',
    ],
    curl: [
      'How do I use a key with curl?',
      'how to use an api key with cURL',
      'How do I use the key "CI" with curl?',
      'Give me a curl example',
      'How can I call the API with curl?',
      'How do I use my key?',
    ],
    pipeline: [
      'How do I use a key in CI?',
      'How do I use a key in GitHub Actions?',
      'how to store a key as a CI secret',
    ],
    environment: [
      'How do I use a key as an environment variable?',
      'How do I put a key in a .env file?',
      'Where should I store my key?',
      'How do I use a key in Python?',
    ],
    mcp: [
      'How do I connect an agent over MCP?',
      'How do I connect Claude Code?',
      'How can I set up the MCP server in VS Code?',
      'Is there an MCP server?',
      'What is the MCP URL?',
    ],
    help: ['help', 'Help!', 'What can you do?', 'what can I ask you', 'How can you help me?'],
    greeting: ['Hello', 'hi there!', 'Good morning', 'Hey agent'],
    thanks: ['Thanks!', 'Thank you very much.', 'great, thanks', 'many thanks'],
  };

  const inGerman: Readonly<Record<KnownQuestion, readonly string[]>> = {
    inventory: [
      'Wer hat was erstellt?',
      'Wer hat welche Schlüssel angelegt?',
      'Wer hat diese Schluessel erstellt',
      'Eine vierteljährliche Übersicht, wer was angelegt hat',
      'Könnten Sie mir bitte zeigen, wer was erstellt hat?',
      'Erstelle ein Inventar aller Schlüssel',
      'Von wem stammen diese Schlüssel?',
      'Zeige alle Schlüssel in der Organisation',
    ],
    automations: [
      'Welche Automatisierungen brauchen einen Teamschlüssel?',
      'Welche Automationen brauchen einen Teamschlüssel?',
      'Welche Automatisierungen verdienen einen Team-Schlüssel?',
      'Welche Skripte sollten einen Teamschluessel haben?',
      'Welche Automationen benutzen noch persönliche Schlüssel?',
    ],
    personal: [
      'Was benutzt noch persönliche Schlüssel?',
      'Wer nutzt noch persoenliche Schluessel',
      'Was läuft noch über persönliche Schlüssel?',
      'Welche persönlichen Schlüssel werden noch benutzt?',
    ],
    rehearsal: [
      'Einen Leak durchspielen',
      'Einen Leak üben',
      'einen leak ueben',
      'Kannst du mit mir einen Leak üben?',
      'Was passiert bei einem Leak?',
      'Was passiert, wenn ein Schlüssel geleakt wird?',
      'Leak-Übung',
    ],
    leaked: [
      'Was tun, wenn ein Schlüssel geleakt wurde?',
      'Was tun, wenn ein Schlüssel geleakt ist?',
      'Mein Schlüssel wurde veröffentlicht, was soll ich tun?',
      'Ich habe versehentlich einen Schlüssel auf GitHub veröffentlicht. Was nun?',
      'Was mache ich mit einem geleakten Schlüssel?',
      'Hilfe, mein Schlüssel wurde gestohlen!',
    ],
    curl: [
      'Wie benutze ich einen Schlüssel mit curl?',
      'wie benutze ich den schluessel mit cURL',
      'Wie benutze ich den Schlüssel „CI“ mit curl?',
      'Zeig mir, wie ich einen Schlüssel mit curl benutze',
      'Gib mir ein curl-Beispiel',
      'Wie verwende ich meinen Schlüssel?',
    ],
    pipeline: [
      'Wie benutze ich einen Schlüssel in der CI?',
      'Wie hinterlege ich einen Schlüssel in GitHub Actions?',
    ],
    environment: [
      'Wie setze ich einen Schlüssel als Umgebungsvariable?',
      'Wie benutze ich einen Schlüssel in Python?',
      'Wo speichere ich einen Schlüssel?',
    ],
    mcp: [
      'Wie verbinde ich einen Agenten über MCP?',
      'Wie verbinde ich Claude Code?',
      'Wie richte ich den MCP-Server in Cursor ein?',
      'Gibt es einen MCP-Server?',
    ],
    help: [
      'Hilfe',
      'Was kannst du?',
      'Was können Sie?',
      'Was koennen Sie alles?',
      'Was kann ich dich fragen?',
    ],
    greeting: ['Hallo', 'Guten Morgen!', 'Grüß Gott', 'gruess gott', 'Moin'],
    thanks: ['Danke!', 'Vielen Dank', 'Super, danke!', 'dankeschoen'],
  };

  const tables = [
    ['en', inEnglish],
    ['de', inGerman],
  ] as const;
  const sentences = tables.flatMap(([language, table]) =>
    Object.entries(table).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent, language }))),
  );
  it.each(sentences)('reads $text as $intent', ({ text, intent, language }) => {
    expect(understand(text)).toEqual({ wanted: { intent }, language });
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
    'Leake einen Schlüssel',
    'Wer hat den Schlüssel „A“ erstellt und gelöscht?',
    'Wer ist Ada?',
    'thanks for nothing, delete "A"',
    'Hallo, lösche alles',
    'list all personal keys',
    'are there automations',
  ])('asks rather than guesses if it gets %j', (text) => {
    expect(understand(text).wanted).toMatchObject({ intent: 'unclear' });
  });
});
