import { AisleError } from './aisle-error.js';
import type { Fault } from './aisle-error.js';

/** A collection definition is wrong: its code or its JSON has to be mended. */
export class InvalidDefinitionError extends AisleError {
  constructor(message: string, faults: readonly Fault[] = []) {
    super('INVALID_DEFINITION', message, { faults });
  }
}

/** A document does not fit its class or its collection. `faults` names every member that is wrong. */
export class ValidationFailedError extends AisleError {
  constructor(collection: string, faults: readonly Fault[]) {
    const [first] = faults;
    const detail = first === undefined ? 'it has no valid form' : describe(first);
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
    super('VALIDATION_FAILED', `The document does not fit the collection "${collection}": ${detail}${more}.`, {
      faults,
    });
  }
}

/** A field name that the collection does not have, or that it does not index. */
export class UnknownFieldError extends AisleError {
  constructor(
    readonly field: string,
    readonly known: readonly string[],
    path: string,
  ) {
    const message = `There is no field "${field}". Use one of: ${known.join(', ')}.`;
    super('UNKNOWN_FIELD', message, { faults: [{ path, message }] });
  }
}

const describe = ({ path, message }: Fault) => (path === '' ? message : `${path}: ${message}`);
