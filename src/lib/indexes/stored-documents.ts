import type { ActiveDefinitions } from '../documents/active-definitions.js';
import type { DocumentAccess } from '../documents/document-access.js';
import { DocumentReader } from '../documents/document-reader.js';
import type { StoredDocument } from '../documents/document-reader.js';
import { scanDocumentIds } from '../documents/scan-documents.js';
import type { IndexContext } from './index-context.js';

/** Few enough that a script which writes them does not hold up searches. */
const BATCH = 25;

/** A collection's documents as the rooms below see them. */
export function accessTo({ connection, keys, definitions }: IndexContext, name: string): DocumentAccess {
  return { connection, keys, definitions: definitions.handle(name), documentClass: null };
}

/**
 * Goes through the stored documents of a collection, some at a time. What other programs put among them is left out: it
 * has no version.
 */
export async function* readStoredDocuments(
  context: IndexContext,
  active: ActiveDefinitions,
  signal?: AbortSignal,
): AsyncGenerator<readonly StoredDocument[]> {
  for await (const ids of scanDocumentIds(context, active.serving)) {
    for (let at = 0; at < ids.length; at += BATCH) {
      signal?.throwIfAborted();
      yield await readDocuments(context, active, ids.slice(at, at + BATCH));
    }
  }
}

/** Reads documents by their ids; those that are not there are left out. */
export async function readDocuments(
  context: IndexContext,
  active: ActiveDefinitions,
  ids: readonly string[],
): Promise<readonly StoredDocument[]> {
  const stored = await new DocumentReader(accessTo(context, active.serving.name)).readAll(ids, active);
  return stored.filter((document) => document !== null).filter(({ version }) => version > 0);
}
