import { AisleError } from '../errors/aisle-error.js';

/** @throws INVALID_VALUE */
export function assertMessagingName(kind: string, name: string): void {
  if (/^[^\s{}\p{Cc}\p{Cs}]{1,200}$/u.test(name)) return;
  throw new AisleError(
    'INVALID_VALUE',
    `"${name}" cannot name a ${kind}. Use 1 to 200 characters without blanks, { } and control characters.`,
  );
}

/** @throws INVALID_VALUE when JSON cannot hold the value */
export function encodeJson(value: unknown, what: string): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new AisleError('INVALID_VALUE', `${what} needs a payload that JSON can hold.`);
  return text;
}
