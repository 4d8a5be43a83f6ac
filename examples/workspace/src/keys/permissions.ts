/** All permissions of the workspace. */
export const permissions = [
  'agents:read',
  'agents:write',
  'models:use',
  'intake:submit',
  // To see the keys of its owner and offer new ones: for an agent that has a key.
  'keys:offer',
] as const;
export type Permission = (typeof permissions)[number];

export function isPermission(value: unknown): value is Permission {
  return permissions.some((permission) => permission === value);
}

/** Reads a stored list. A name that is not a permission, or no longer one, grants nothing. */
export function parsePermissions(text: string): readonly Permission[] {
  return text.split(' ').filter(isPermission);
}

export function formatPermissions(granted: readonly Permission[]): string {
  return granted.join(' ');
}
