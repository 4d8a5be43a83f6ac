import { isNameList, missingFrom, type Requirements } from './model/permission.js';
import { checkOptions, invalidConfig } from './options.js';

declare const isChecked: unique symbol;

/**
 * Requirements that `checkRequirements` of an `ApiKeys` has checked, copied and frozen. `verify` doesn't check them
 * again.
 */
export interface CheckedRequirements<Kind extends string = string, Permission extends string = string>
  extends Requirements<Kind, Permission> {
  readonly [isChecked]: true;
}

/** What a service declares. */
export interface Declared {
  readonly kinds: readonly string[];
  readonly permissions: readonly string[] | undefined;
}

/** Checks requirements against what a service declares. Both throw `ERR_INVALID_CONFIG`. */
export interface RequirementsCheck {
  /** Checks once, and returns a copy that `ensureChecked` accepts as it is. */
  readonly check: <Kind extends string, Permission extends string>(
    requirements: Requirements<Kind, Permission>,
  ) => CheckedRequirements<Kind, Permission>;
  /** Checks requirements, unless `check` returned them. */
  readonly ensureChecked: (requirements: Requirements) => Requirements;
}

/**
 * Creates the check for what routes require. An undeclared name would let no one in; a misspelt field would let
 * everyone in.
 */
export function requirementsCheck({ kinds, permissions }: Declared): RequirementsCheck {
  const checked = new WeakSet<object>();

  function requireValid(requirements: Requirements): void {
    checkOptions(requirements, fields);
    requireDeclared(requirements.kinds, { field: 'kinds', declared: kinds });
    requireDeclared(requirements.scopes, { field: 'scopes', declared: permissions });
  }

  return {
    check<Kind extends string, Permission extends string>(requirements: Requirements<Kind, Permission>) {
      requireValid(requirements);
      const copy = Object.freeze({
        ...(requirements.kinds && { kinds: Object.freeze([...requirements.kinds]) }),
        ...(requirements.scopes && { scopes: Object.freeze([...requirements.scopes]) }),
      });
      checked.add(copy);
      return copy as CheckedRequirements<Kind, Permission>;
    },
    ensureChecked(requirements) {
      if (!checked.has(requirements)) requireValid(requirements);
      return requirements;
    },
  };
}

const fields = { of: 'requirements', names: ['kinds', 'scopes'] };

function requireDeclared(
  names: readonly string[] | undefined,
  { field, declared }: { readonly field: string; readonly declared: readonly string[] | undefined },
): void {
  if (names === undefined) return;
  if (!isNameList(names)) throw invalidConfig(`${field} must be a list of names`);
  const undeclared = missingFrom(names, declared ?? names);
  if (undeclared.length === 0) return;
  throw invalidConfig(`${field} names ${undeclared.join(', ')}, which createApiKeys does not declare`);
}
