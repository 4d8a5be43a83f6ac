import type { ApiKeys } from '@postern/core';
import { readOwnerPaths } from '@postern/management/internal';
import { z } from 'zod';
import type { KeyToolsOptions } from '../tool.js';

/** How a model names the owner of keys. */
export interface OwnerFields {
  /** The fields of the input, without those for kinds that are not configured. */
  readonly fields: Fields;
  /** Who can be named, such as `for the person you are talking to, or for one of their teams`. */
  readonly described: (preposition: string) => string;
}

interface Fields {
  readonly team: z.ZodOptional<z.ZodString>;
  readonly owner: z.ZodOptional<z.ZodObject<{ kind: z.ZodEnum<Record<string, string>>; name: z.ZodString }>>;
}

/**
 * Creates the fields for the kinds of owners that a model can name.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if `ownerPaths` is malformed.
 */
export function ownerFields({ kinds }: ApiKeys, { ownerPaths }: KeyToolsOptions): OwnerFields {
  const routes = readOwnerPaths(kinds, ownerPaths);
  const hasUser = routes.some(({ kind }) => kind === 'user');
  const hasTeam = routes.some(({ kind }) => kind === 'team');
  const others = routes.filter(({ kind }) => kind !== 'user' && kind !== 'team');
  const fields: Partial<Fields> = {
    ...(hasTeam && { team: teamField(hasUser) }),
    ...(others.length > 0 && { owner: ownerField(others) }),
  };
  const owners = [
    hasUser ? 'the person you are talking to' : 'an owner that the person you are talking to may name',
    ...(hasUser && hasTeam ? ['one of their teams'] : []),
    ...(hasUser && others.length > 0 ? ['another owner that they may name'] : []),
  ];
  return {
    // A field that is left out is undefined in every parsed input, as its type says.
    fields: fields as Fields,
    described: (preposition) => `${preposition} ${owners.join(`, or ${preposition} `)}`,
  };
}

function teamField(hasUser: boolean): Fields['team'] {
  const byDefault = hasUser ? " Default: the person's own keys." : '';
  return z
    .string()
    .max(200)
    .optional()
    .describe(
      `A team's name or ID.${byDefault} You cannot name another person: who is signed in decides that.`,
    );
}

function ownerField(others: readonly { readonly kind: string; readonly title: string }[]): Fields['owner'] {
  const titles = others.map(({ kind, title }) => `${kind} (${title})`).join(', ');
  return z
    .strictObject({
      kind: /* M08 kinds */ z.enum(others.map(({ kind }) => kind)),
      name: z.string().max(255).describe('Its name or ID.'),
    })
    .optional()
    .describe(`An owner that is neither the person nor a team: ${titles}.`);
}
