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

/** A body can be read once, but who a form was made for is checked before anything else is. */
const forms = new WeakMap<Request, ReturnType<typeof readBodyForm>>();

/**
 * Reads the fields of a form.
 *
 * @throws {RefusedForm} if it cannot be read.
 */
export async function readFields(request: Request): Promise<URLSearchParams> {
  const reading = forms.get(request) ?? readBodyForm(request, maxFormBytes);
  forms.set(request, reading);
  const form = await reading;
  if (!form.ok) throw new RefusedForm(form.status);
  return form.fields;
}
