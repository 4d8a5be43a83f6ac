import { readForm as readBodyForm } from '@postern/management';

/** The maximum size of a form. */
const maxFormBytes = 64 * 1024;

/** Thrown to refuse a form that cannot be read. */
export class RefusedForm extends Error {
  override readonly name = 'RefusedForm';
  readonly status: 400 | 413 | 415;

  constructor(status: RefusedForm['status']) {
    super('the form cannot be read');
    this.status = status;
  }
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
