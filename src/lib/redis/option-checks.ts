import { AisleError } from '../errors/aisle-error.js';

/** Makes the error of a wrong Redis option; `path` names it, `mend` says what is allowed. */
export function invalidOption(path: string, value: unknown, mend: string): AisleError {
  return new AisleError('INVALID_CONFIGURATION', `Redis option "${path}" is ${describe(value)}. ${mend}`);
}

export function assertKnownKeys(path: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const name = path === '' ? unknown : `${path}.${unknown}`;
    throw new AisleError('INVALID_CONFIGURATION', `Unknown Redis option "${name}". Use: ${known.join(', ')}.`);
  }
}

export function assertObject(path: string, value: unknown, mend: string): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidOption(path, value, mend);
}

export function assertText(path: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '') throw invalidOption(path, value, 'Give a string that is not empty.');
}

export interface IntegerRange {
  readonly min: number;
  readonly max: number;
}

export function assertInteger(path: string, value: unknown, { min, max }: IntegerRange): asserts value is number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw invalidOption(path, value, `Give a whole number from ${min} to ${max}.`);
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) {
    return String(value);
  }
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
