import { AisleError } from '../errors/aisle-error.js';
import { DocumentExistsError, DocumentNotFoundError, VersionConflictError } from '../errors/document-errors.js';
import type { ActiveDefinitions } from './active-definitions.js';
import type { ChangeOptions, IfMatch } from './document-modifier.js';
import type { DocumentWriter } from './document-writer.js';
import { memberOf } from './json-value.js';
import type { JsonObject } from './json-value.js';
import { idOf, readDocument, withId } from './prepare-document.js';
import type { WriteCondition } from './write-script.js';

export interface PutOptions {
  /** The id under which it is stored: written into a document without one, else the document's must be the same. */
  readonly id?: string;
  /** Replace only the document of this version, or with `*` only one that exists. */
  readonly ifMatch?: IfMatch;
  /** Store it only where none exists. */
  readonly ifNoneMatch?: '*';
}

export interface WriteResult {
  readonly id: string;
  /** The version that the document has now; of a deletion, the number that the sequence had come to. */
  readonly version: number;
}

export interface PutResult extends WriteResult {
  /** Whether there was no such document before. */
  readonly created: boolean;
}

export async function createDocument(writer: DocumentWriter, name: string, input: unknown): Promise<WriteResult> {
  const document = readDocument(input, name);
  const { id, status, version } = await writer.put((active) => withId(document, active), 'absent');
  if (status === 'conflict') throw new DocumentExistsError(name, id, version ?? 0);
  return { id, version };
}

export async function putDocument(
  writer: DocumentWriter,
  name: string,
  input: unknown,
  { id: expected, ifMatch, ifNoneMatch }: PutOptions,
): Promise<PutResult> {
  const condition = conditionOf(ifMatch, ifNoneMatch);
  const document = readDocument(input, name);
  const { id, status, version } = await writer.put((active) => withExpectedId(document, expected, active), condition);
  if (status === 'conflict') throw new VersionConflictError(name, id, ifMatch ?? null, version);
  return { id, version, created: status === 'created' };
}

export async function deleteDocument(
  writer: DocumentWriter,
  name: string,
  id: string,
  { ifMatch = '*' }: ChangeOptions,
): Promise<WriteResult> {
  const { status, version } = await writer.delete(id, conditionOf(ifMatch, undefined));
  if (status !== 'conflict') return { id, version };
  if (version === null) throw new DocumentNotFoundError(name, id);
  throw new VersionConflictError(name, id, ifMatch, version);
}

function conditionOf(ifMatch: IfMatch | undefined, ifNoneMatch: '*' | undefined): WriteCondition {
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    throw new AisleError('INVALID_VALUE', '"ifMatch" and "ifNoneMatch" exclude each other. Use one of them.');
  }
  if (ifNoneMatch !== undefined) return 'absent';
  if (ifMatch === undefined) return '';
  return ifMatch === '*' ? 'present' : `=${ifMatch}`;
}

function withExpectedId(document: JsonObject, expected: string | undefined, active: ActiveDefinitions): JsonObject {
  if (expected === undefined) return document;
  const { id } = active.serving;
  if (memberOf(document, id) === undefined) return { [id]: expected, ...document };
  const own = idOf(document, active);
  if (own === expected) return document;
  const message = `The document's id is "${own}", not "${expected}". Leave "${id}" out, or make both the same.`;
  throw new AisleError('INVALID_ID', message, { faults: [{ path: id, message }] });
}
