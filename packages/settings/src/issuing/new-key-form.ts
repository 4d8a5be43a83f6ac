import { readFields } from '../read-fields.js';
import { type ExpiryForm, readExpiryForm } from './expiry-form.js';
import { type AccessForm, readAccessForm } from './scope-fields.js';

/** The fields of the form for a new key, as filled in. */
export interface NewKeyForm extends ExpiryForm, AccessForm {
  readonly name: string;
  /** The same for each attempt to send one form. */
  readonly idempotencyKey: string;
}

/**
 * Reads the form of a new key, as it was filled in.
 *
 * @throws {RefusedForm} if it cannot be read.
 */
export async function readNewKeyForm(request: Request): Promise<NewKeyForm> {
  const fields = await readFields(request);
  return {
    name: fields.get('name') ?? '',
    ...readExpiryForm(fields),
    ...readAccessForm(fields),
    idempotencyKey: fields.get('idempotency-key') ?? '',
  };
}
