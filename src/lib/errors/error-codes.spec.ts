import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from './error-codes.js';

const manual = readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

it('the manual has a section for every code, with its status and title, and for no other', () => {
  const sections = [...manual.matchAll(/^### `([A-Z_]+)`\n\n(\d{3}) · (.+)\.$/gm)];
  const documented = sections.map(([, code, status, title]) => [code, { status: Number(status), title }]);
  expect(Object.fromEntries(documented)).toEqual(ERROR_CODES);
});
