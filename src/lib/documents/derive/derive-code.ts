import { foldCode } from '../../analysis/code-forms.js';
import { engineWordBytes, MAX_WORD_BYTES, toEngineWord } from '../../analysis/engine-word.js';
import { readValues, Unfit } from '../read-values.js';
import type { ReadValue } from '../read-values.js';
import { readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { stringExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';

/** Longest code, folded. */
export const MAX_CODE_LENGTH = 64;

/** `<m>`: the folded codes, a word each; `<m>_s` to sort by. */
export function codeDeriver({ steps, members, sort }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readCode, faults);
    if (values.length === 0) return false;
    const codes = values.map(({ code }) => toEngineWord(code)).filter((code) => code !== '');
    if (codes.length > 0) idx[members.filter] = codes.join(' ');
    if (sort) idx[members.sort] = stringExtremes(values.map(({ text }) => text));
    return true;
  };
}

interface Code {
  readonly text: string;
  readonly code: string;
}

const readCode: ReadValue<Code> = (value) => {
  const text = readString(value);
  if (typeof text !== 'string') return text;
  const code = foldCode(text);
  const bytes = engineWordBytes(code);
  if (code.length > MAX_CODE_LENGTH) {
    return new Unfit(`has ${code.length} letters and digits; a code takes ${MAX_CODE_LENGTH}`);
  }
  if (bytes > MAX_WORD_BYTES)
    return new Unfit(`has letters and digits of ${bytes} bytes; a code takes ${MAX_WORD_BYTES}`);
  return { text, code };
};
