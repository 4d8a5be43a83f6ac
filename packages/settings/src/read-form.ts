import { readForm as readBodyForm } from '@postern/management';
import type { NewKeyForm } from './views/new-key.js';

/** How long a form may be, in bytes. */
const maxFormBytes = 64 * 1024;

/** Thrown to refuse a form. */
export class RefusedForm extends Error {
  override readonly name = 'RefusedForm';
  readonly status: 400 | 413 | 415;

  constructor(status: RefusedForm['status']) {
    super('the form cannot be read');
    this.status = status;
  }
}

/**
 * Reads the form of a new key, as it was filled in.
 *
 * @throws {RefusedForm} if it cannot be read.
 */
export async function readForm(request: Request): Promise<NewKeyForm> {
  const fields = await readFields(request);
  const text = (name: string) => fields.get(name) ?? '';
  return {
    name: text('name'),
    expires: text('expires'),
    dayEnds: text('day-ends'),
    scopes: fields.getAll('scopes'),
    idempotencyKey: text('idempotency-key'),
  };
}

/**
 * Reads the fields of a form.
 *
 * @throws {RefusedForm} if it cannot be read.
 */
export async function readFields(request: Request): Promise<URLSearchParams> {
  const form = await readBodyForm(request, maxFormBytes);
  if (!form.ok) throw new RefusedForm(form.status);
  return form.fields;
}
