import { AisleError } from '../lib/index.js';

/** Reads a whole number. @throws INVALID_VALUE naming the option and what is allowed */
export function parseWholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const range = `from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
  throw new AisleError('INVALID_VALUE', `${option} is "${text}". Give a whole number ${range}.`);
}
