import { AisleError } from '../errors/aisle-error.js';

/**
 * Checks a name that becomes a part of keys, in a hash tag.
 * @param what such as `counter`
 * @throws INVALID_VALUE
 */
export function assertStateName(what: string, name: string): void {
  if (/^[^{}\p{Cc}\p{Cs}]{1,200}$/u.test(name)) return;
  throw new AisleError(
    'INVALID_VALUE',
    `"${name}" cannot name a ${what}. Use 1 to 200 characters without { } and control characters.`,
  );
}

/**
 * Checks what is counted, tagged or ranked: a value of a set, so that braces are allowed.
 * @throws INVALID_VALUE
 */
export function assertMember(what: string, member: string): void {
  if (/^[^\p{Cc}\p{Cs}]{1,1000}$/u.test(member)) return;
  throw new AisleError('INVALID_VALUE', `A ${what} has 1 to 1000 characters and no control characters.`);
}
