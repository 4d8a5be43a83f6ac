import type { Answer, Question } from './assistant.js';
import { formatDay, keyLine } from './describe-keys.js';
import { type Inventory, type InventoryKey, readInventory } from './read-inventory.js';

const dayMs = 24 * 60 * 60 * 1_000;
const quarterDays = 90;
const inUseDays = 30;

/** How many keys one answer lists. */
const maxLines = 100;

/** Who created what: the keys that work, by creator. */
export async function listWhoCreatedWhat(question: Question): Promise<Answer> {
  const inventory = await readInventory(question);
  if ('refused' in inventory) return inventory.refused;
  const { keys, nameOf } = inventory;
  const creators = [...new Set(keys.map(({ created_by }) => created_by))]
    .map((creator) => ({ creator, created: keys.filter(({ created_by }) => created_by === creator) }))
    .sort((one, other) => other.created.length - one.created.length);
  const recent = keys.filter(({ created_at }) => isWithin(quarterDays, created_at));
  return answerWith(inventory, [
    `Keys that work: ${keys.length}. Created in the last ${quarterDays} days: ${recent.length}.`,
    ...creators.flatMap(({ creator, created }) => [
      `\n${nameOf(creator)} created ${created.length}:`,
      ...created.map((key) => `${lineOf(inventory, key)}, created on ${formatDay(key.created_at)}`),
    ]),
  ]);
}

/** Which automations deserve a team key: personal keys that are in use, with a name like a program's. */
export async function listAutomations(question: Question): Promise<Answer> {
  const inventory = await readInventory(question, { kinds: ['user'] });
  if ('refused' in inventory) return inventory.refused;
  const inUse = latestUseFirst(inventory).filter(({ last_used_at }) => isWithin(inUseDays, last_used_at));
  const automations = inUse.filter(({ name }) => isNamedLikeProgram(name));
  return answerWith(inventory, [
    `Personal keys used in the last ${inUseDays} days: ${inUse.length}. With a name like a program's, such as CI, deploy ` +
      `or nightly: ${automations.length}. A name is only a hint: ask the owner.`,
    'A personal key stops when its owner leaves; a team key does not. To move a program, say “Create a key called ' +
      '"Deploy" for the team platform”, give the program the new key, and delete the old one.',
    ...automations.map((key) => lineOf(inventory, key)),
  ]);
}

/** What still uses personal keys: those that have been used, latest use first. */
export async function listPersonalKeys(question: Question): Promise<Answer> {
  const inventory = await readInventory(question, { kinds: ['user'] });
  if ('refused' in inventory) return inventory.refused;
  const used = latestUseFirst(inventory).filter(({ last_used_at }) => last_used_at !== null);
  const inUse = used.filter(({ last_used_at }) => isWithin(inUseDays, last_used_at));
  return answerWith(inventory, [
    `Personal keys that work: ${inventory.keys.length}. Used in the last ${inUseDays} days: ${inUse.length}. Used before ` +
      `that: ${used.length - inUse.length}. Never used: ${inventory.keys.length - used.length}.`,
    ...used.map((key) => lineOf(inventory, key)),
  ]);
}

function lineOf({ nameOf }: Inventory, key: InventoryKey): string {
  return `${keyLine(key)}, owner ${nameOf(key.owner)}`;
}

function answerWith({ keys, hasMore }: Inventory, lines: readonly string[]): Answer {
  const listed = lines.slice(0, maxLines);
  const rest = 'Admins get all keys, as JSON or CSV, from /api/admin/keys.';
  if (hasMore) listed.push(`\nThese are only the newest ${keys.length} keys. ${rest}`);
  else if (lines.length > maxLines) listed.push(`\nNot everything fits here. ${rest}`);
  return { text: listed.join('\n'), cards: [] };
}

function latestUseFirst({ keys }: Inventory): readonly InventoryKey[] {
  const lastUse = ({ last_used_at }: InventoryKey) => (last_used_at === null ? 0 : Date.parse(last_used_at));
  return [...keys].sort((one, other) => lastUse(other) - lastUse(one));
}

function isWithin(days: number, instant: string | null): boolean {
  return instant !== null && Date.now() - Date.parse(instant) <= days * dayMs;
}

const programs =
  'ci|cd|etl|bot|cron|job|hook|webhook|worker|runner|server|script|agent|prod|staging|nightly|hourly|daily|weekly|' +
  '(?:deploy|build|release|backup|sync|monitor|import|export|schedul|automat|pipelin|terraform|jenkins|github|gitlab)\\w*';
const programName = new RegExp(`(?:^|[^a-z0-9])(?:${programs})s?(?![a-z0-9])`, 'i');

function isNamedLikeProgram(name: string): boolean {
  return programName.test(name);
}
