import { AisleError, ValidationFailedError } from '../../lib/index.js';
import type { AnyDocument } from '../../lib/index.js';

/** A body as a document. @throws VALIDATION_FAILED when it is no object */
export function documentOf(collection: string, body: unknown): AnyDocument {
  if (isRecord(body)) return body;
  throw new ValidationFailedError(collection, [{ path: '', message: 'A document must be an object' }]);
}

/** A body as a merge patch. @throws INVALID_VALUE when it is no object */
export function patchOf(body: unknown): object {
  if (isRecord(body)) return body;
  const message = 'A merge patch of a document must be an object, such as {"price": 9.99, "color": null}.';
  throw new AisleError('INVALID_VALUE', message, { faults: [{ path: '', message }] });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
