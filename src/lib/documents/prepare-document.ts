import { toDocumentId } from '../collections/document-id.js';
import { AisleError } from '../errors/aisle-error.js';
import type { Fault } from '../errors/aisle-error.js';
import { ValidationFailedError } from '../errors/input-errors.js';
import type { ActiveDefinitions } from './active-definitions.js';
import { deriveDocument, shapeOf } from './derive/derive-document.js';
import type { DerivedDocument } from './derive/derive-document.js';
import { marksOf } from './derive/field-marks.js';
import type { DocumentAccess } from './document-access.js';
import { stringifyExactly } from './exact-numbers.js';
import type { InexactNumber } from './exact-numbers.js';
import { toJsonDocument } from './json-document.js';
import { memberOf } from './json-value.js';
import type { JsonObject } from './json-value.js';
import { uuidV7 } from './uuid-v7.js';
import { validateDocument } from './validate-document.js';

/** A document that fits, ready to be written under the definitions it was prepared for. */
export interface PreparedDocument {
  readonly id: string;
  readonly document: JsonObject;
  readonly active: ActiveDefinitions;
  /** The beginning of its envelope, to which the write script adds version and times. */
  readonly text: string;
  /** By which the write script sees which fields it changes, see `marksOf`. */
  readonly marks: string;
}

/**
 * A plain copy of what a user gave.
 * @throws VALIDATION_FAILED, DOCUMENT_TOO_LARGE
 */
export function readDocument(input: unknown, collection: string): JsonObject {
  const faults: Fault[] = [];
  const document = toJsonDocument(input, faults);
  if (document === undefined) throw new ValidationFailedError(collection, faults);
  return document;
}

/** The document with an id: its own, or a new one. */
export function withId(document: JsonObject, { serving }: ActiveDefinitions): JsonObject {
  return memberOf(document, serving.id) === undefined ? { [serving.id]: uuidV7(), ...document } : document;
}

/**
 * The document's id.
 * @throws INVALID_ID
 */
export function idOf(document: JsonObject, { serving }: ActiveDefinitions): string {
  const value = memberOf(document, serving.id);
  if (value !== undefined) return toDocumentId(value);
  const message = `A document of "${serving.name}" needs its id in the member "${serving.id}".`;
  throw new AisleError('INVALID_ID', message, { faults: [{ path: serving.id, message }] });
}

/** A change that would give a document another id. */
export function invalidIdChange(id: string, { serving }: ActiveDefinitions): AisleError {
  const message = `The id of the document "${id}" cannot be changed. Leave "${serving.id}" as it is, or create another document.`;
  return new AisleError('INVALID_ID', message, { faults: [{ path: serving.id, message }] });
}

/**
 * Checks a document and derives what is stored of it.
 * @throws INVALID_ID, VALIDATION_FAILED with all faults
 */
export async function prepareDocument(
  document: JsonObject,
  active: ActiveDefinitions,
  { documentClass }: Pick<DocumentAccess, 'documentClass'>,
): Promise<PreparedDocument> {
  const id = idOf(document, active);
  const checkedBy = documentClass ?? active.serving.document;
  const faults = checkedBy === null ? [] : await validateDocument(document, checkedBy);
  const derived = deriveDocument(document, active);
  if (faults.length > 0 || derived.faults.length > 0) {
    const others = derived.faults.filter(({ path }) => faults.every((fault) => fault.path !== path));
    throw new ValidationFailedError(active.serving.name, [...faults, ...others]);
  }
  return { id, document, active, text: encodeEnvelope(id, derived, active), marks: marksOf(document, active) };
}

/** The beginning of the envelope that is stored, see {@link PreparedDocument.text}. */
export function encodeEnvelope(id: string, derived: DerivedDocument, active: ActiveDefinitions): string {
  const { vectors } = derived;
  const doc = stringifyExactly(derived.doc);
  const idx = stringifyExactly(derived.idx);
  const numbers = [...doc.inexact, ...idx.inexact.flatMap((number) => inVector(number, vectors))];
  const meta = {
    id,
    shape: shapeOf(active),
    ...(Object.keys(vectors).length > 0 ? { vectors } : {}),
    ...(numbers.length > 0 ? { numbers } : {}),
  };
  return `{"doc":${doc.text},"idx":${idx.text},"meta":${JSON.stringify(meta).slice(0, -1)},`;
}

/** A number of a member that holds a moved vector, at its place in the document; others need no exactness. */
function inVector([[member, ...rest], text]: InexactNumber, vectors: DerivedDocument['vectors']): InexactNumber[] {
  const path = Object.keys(vectors).find((moved) => vectors[moved] === member);
  return path === undefined ? [] : [[[...path.split('.'), ...rest], text]];
}
