import { AisleError } from './aisle-error.js';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Checks a whole number among the options of a pattern.
 * @param option how the message names it, such as `lock option "ttlMs"`
 * @throws INVALID_VALUE that names the option, its value and its range
 */
export function assertWithin(option: string, value: number, { min, max }: NumberRange): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new AisleError('INVALID_VALUE', `The ${option} is ${value}. Give a whole number from ${min} to ${max}.`);
}
