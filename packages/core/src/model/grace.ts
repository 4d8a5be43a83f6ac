/**
 * When a rotated key expires: at the end of its grace, and never later than it would have by itself. Without a grace
 * (`null`) its expiry stays what it is.
 */
export function expiryInGrace(expiresAt: Date | null, graceEndsAt: Date | null): Date | null {
  if (expiresAt === null || graceEndsAt === null) return expiresAt ?? graceEndsAt;
  return expiresAt < graceEndsAt ? expiresAt : graceEndsAt;
}
