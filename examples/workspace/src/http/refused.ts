import type { HttpRefusal, OnRefused } from '@postern/hono';
import type { Context } from 'hono';
import { respondWithError } from './http-error.js';

/** The name of the protection space in challenges (RFC 9110 §11.5). */
export const realm = 'workspace';

/** Writes the body of a refusal in the workspace's format. Status, headers and text come from the package. */
export const onRefused: OnRefused = (c, refusal) => answer(c, refusal, refusal.problem.detail);

/** The same for the routes of signed-in people: a request without a key is asked to sign in. */
export const onRefusedWithoutSession: OnRefused = (c, refusal) =>
  answer(c, refusal, refusal.code === 'credential_required' ? signInFirst : refusal.problem.detail);

const signInFirst = 'Sign in first: POST /api/session with email and password.';

function answer(c: Context, { status }: HttpRefusal, message: string): Response {
  return respondWithError(c, status, message);
}
