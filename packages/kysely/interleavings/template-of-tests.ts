import { afterAll, beforeAll } from 'vitest';
import { type FileTemplate, fileTemplate } from './file-world.js';

/** Makes each call of the driver a step, and creates the file that every order starts from, for the tests of a file. */
export function templateOfTests(): () => FileTemplate {
  let template: FileTemplate | undefined;
  beforeAll(async () => {
    template = await fileTemplate();
  });
  afterAll(() => template?.remove());
  return () => {
    if (template === undefined) throw new Error('the template is created before the tests');
    return template;
  };
}
