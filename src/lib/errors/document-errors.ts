import { AisleError } from './aisle-error.js';

/** There is no document of that id. */
export class DocumentNotFoundError extends AisleError {
  constructor(
    readonly collection: string,
    readonly id: string,
  ) {
    super('DOCUMENT_NOT_FOUND', `The collection "${collection}" has no document "${id}".`);
  }
}

/** A document of that id exists, so it cannot be created. */
export class DocumentExistsError extends AisleError {
  constructor(
    readonly collection: string,
    readonly id: string,
    /** Version of the document that exists. */
    readonly version: number,
  ) {
    super(
      'DOCUMENT_EXISTS',
      `The collection "${collection}" has a document "${id}" already, at version ${version}. Replace it, or choose another id.`,
    );
  }
}

/** The document has another version than the writer asked for. */
export class VersionConflictError extends AisleError {
  constructor(
    readonly collection: string,
    readonly id: string,
    /** The version that the writer asked for, `*` for any, null for none. */
    readonly expected: number | '*' | null,
    /** The version that the document has, null when there is none. */
    readonly actual: number | null,
  ) {
    super(
      'VERSION_CONFLICT',
      `The document "${id}" of "${collection}" ${actual === null ? 'does not exist' : `has version ${actual}`}, not ${describe(expected)}. Read it again and repeat the change.`,
    );
  }
}

/** Other writers changed the document each time before a change could be stored. */
export class WriteContendedError extends AisleError {
  constructor(
    readonly collection: string,
    readonly id: string,
  ) {
    super(
      'WRITE_CONTENDED',
      `The document "${id}" of "${collection}" is being changed by too many writers at once. Try again in a second.`,
      { retryAfter: 1 },
    );
  }
}

/** A document, or a line of an import, has too many bytes. */
export class DocumentTooLargeError extends AisleError {
  constructor(
    /** Most bytes that are allowed. */
    readonly limit: number,
    what = 'The document',
  ) {
    super(
      'DOCUMENT_TOO_LARGE',
      `${what} has more than ${limit.toLocaleString('en')} bytes as JSON. Split it, or leave members out.`,
    );
  }
}

const describe = (expected: number | '*' | null) => {
  if (expected === null) return 'absent as the writer asked';
  return expected === '*' ? 'present as the writer asked' : `version ${expected}`;
};
