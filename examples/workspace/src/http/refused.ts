import type { OnRefused } from '@postern/hono';
import { errorBody } from './error-body.js';

/** Makes the body of a refusal in the workspace's shape. Status and headers are the package's, and so is the text. */
export const onRefused: OnRefused = (c, { status, problem }) =>
  c.json(errorBody(c.req.path, status, problem.detail), status);

/** The same for pages of signed-in people: whoever sends no key there is told to sign in. */
export const onRefusedWithoutSession: OnRefused = (c, refusal) => {
  const { status, code, problem } = refusal;
  const message = code === 'credential_required' ? signInFirst : problem.detail;
  return c.json(errorBody(c.req.path, status, message), status);
};

const signInFirst = 'sign in first: POST /api/session with email and password';
