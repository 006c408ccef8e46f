import { AisleError } from '../errors/aisle-error.js';

const MAX_BYTES = 256;

/**
 * Turns a document's id member into the id: a string as it is, a safe integer in decimals.
 * @throws INVALID_ID with the rule that is broken
 */
export function toDocumentId(value: unknown): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') throw invalidId('must be a string or a whole number within ±2^53−1');
  const bytes = Buffer.byteLength(value);
  if (bytes === 0 || bytes > MAX_BYTES) throw invalidId(`must have 1 to ${MAX_BYTES} bytes in UTF-8, it has ${bytes}`);
  if (/[\p{Cc}\p{Cs}]/u.test(value)) throw invalidId('must hold no control character and no lone surrogate');
  if (value === '.' || value === '..') throw invalidId('must not be "." or ".."');
  return value;
}

function invalidId(rule: string): AisleError {
  const message = `A document id ${rule}.`;
  return new AisleError('INVALID_ID', message, { faults: [{ path: 'id', message }] });
}
