import type { Question, Said } from './assistant.js';
import type { NamedOwner } from './clauses.js';
import type { Owner } from './wanted.js';

/** The owner that a person means. If "my team" may be several, or none, the answer asks which. */
export async function resolveOwner(
  owner: Owner,
  { teams, texts }: Pick<Question, 'teams' | 'texts'>,
): Promise<{ readonly owner: NamedOwner | null } | { readonly refused: Said }> {
  if (owner !== 'myTeam') return { owner };
  const [only, ...others] = await teams();
  return only !== undefined && others.length === 0
    ? { owner: { kind: 'team', name: only } }
    : { refused: { text: texts.agent.questions.team, cards: [] } };
}

/** The field of a tool that names the owner. */
export function ownerInput(owner: NamedOwner | null): object {
  if (owner === null) return {};
  return owner.kind === 'team' ? { team: owner.name } : { owner };
}
