import type { KeyPolicy } from '../ports/key-policy.js';

/** The policy of a service that configures none: nobody manages keys. */
export const denyAll: KeyPolicy = {
  decide: () => ({
    ok: false,
    message: 'no policy lets anybody manage keys; configure one, such as selfService()',
  }),
};
