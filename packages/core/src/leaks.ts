import type { LeakResponse } from './model/leak.js';
import { checkOptions, invalidConfig, requirePlain } from './options.js';

/** What happens to a leaked key, by kind. */
export type Leaks<Kind extends string = string> = {
  readonly [Name in Kind]?: LeakSettings | undefined;
};

/** What happens to a leaked key of one kind. */
export interface LeakSettings {
  /**
   * `revoke` ends the key for good. `disable` stops it until someone whom the policy allows to enables it. `notify`
   * leaves it as it is: the report is only in the audit entries and in the event `leaked`. Default `revoke`.
   */
  readonly response?: LeakResponse | undefined;
}

/** Checks what happens to leaked keys. The result is a function that returns the response for a kind. */
export function readLeaks(leaks: unknown = {}, kinds: readonly string[]): (kind: string) => LeakResponse {
  requirePlain(leaks, 'leaks');
  checkOptions(leaks, { of: 'leaks', names: kinds, example: "{ team: { response: 'notify' } }" });
  const responseOf = new Map<string, LeakResponse>();
  for (const [kind, settings] of Object.entries(leaks as Leaks)) {
    if (settings !== undefined) responseOf.set(kind, readResponse(settings, `leaks.${kind}`));
  }
  return (kind) => responseOf.get(kind) ?? 'revoke';
}

const responses: readonly LeakResponse[] = ['revoke', 'disable', 'notify'];

function readResponse(settings: LeakSettings, of: string): LeakResponse {
  requirePlain(settings, of);
  checkOptions(settings, { of, names: ['response'], example: "{ response: 'notify' }" });
  const { response = 'revoke' } = settings;
  if (responses.includes(response)) return response;
  throw invalidConfig(`${of}.response must be one of ${responses.join(', ')}`);
}
