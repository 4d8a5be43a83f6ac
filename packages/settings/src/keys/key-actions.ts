import { type ApiKey, keyState, keyStates } from '@postern/core';

/** What people can do with a key. Each action has a page of its own. */
const keyActions = ['rename', 'rotate', 'disable', 'enable', 'delete'] as const;
export type KeyPageAction = (typeof keyActions)[number];

/**
 * Returns what can be done with a key in its state, in the order of a menu. Whether a person may do it is up to the
 * policy, which is asked when they do.
 */
export function possibleActions(key: ApiKey, now: Date): readonly KeyPageAction[] {
  const state = keyState(key, now);
  const { leadsTo } = keyStates[state];
  const isPossible: Readonly<Record<KeyPageAction, boolean>> = {
    rename: state !== 'revoked',
    rotate: leadsTo.rotate !== undefined,
    // A disabled key can be disabled again, by someone else. That is not what a person means here.
    disable: leadsTo.disable !== undefined && state !== 'disabled',
    enable: leadsTo.enable !== undefined,
    delete: leadsTo.revoke !== undefined,
  };
  return keyActions.filter((action) => isPossible[action]);
}
