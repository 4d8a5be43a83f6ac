import { createPublicKey, verify } from 'node:crypto';
import type { GitHubKeys } from './github-keys.js';

const identifierHeader = 'Github-Public-Key-Identifier';
const signatureHeader = 'Github-Public-Key-Signature';

/** Checks whether a request claims to be from GitHub's secret scanning. */
export function claimsToBeGitHub({ headers }: Pick<Request, 'headers'>): boolean {
  return headers.has(identifierHeader) || headers.has(signatureHeader);
}

/** Finds the key that a request says it is signed with: `undefined` if it names none that GitHub has. */
export async function findSigningKey(
  github: GitHubKeys,
  { headers }: Pick<Request, 'headers'>,
): Promise<string | undefined> {
  const identifier = headers.get(identifierHeader) ?? '';
  return /^[0-9A-Za-z_-]{1,128}$/.test(identifier) ? github.find(identifier) : undefined;
}

/**
 * Checks the signature of a body: ECDSA on P-256 with SHA-256 over its bytes as they were sent, as DER in base64.
 *
 * @throws if the key is not a public key of this type.
 * @see https://docs.github.com/en/code-security/secret-scanning/secret-scanning-partnership-program/secret-scanning-partner-program
 */
export function isSignedBy(pem: string, { headers }: Pick<Request, 'headers'>, body: Uint8Array): boolean {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new TypeError("GitHub's key is not one for ECDSA on P-256");
  const signature = headers.get(signatureHeader) ?? '';
  // Node ignores what is not base64. A signature has 72 bytes at most.
  if (!/^[0-9A-Za-z+/]{1,96}={0,2}$/.test(signature)) return false;
  return verify('sha256', body, { key, dsaEncoding: 'der' }, Buffer.from(signature, 'base64'));
}
