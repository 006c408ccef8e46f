import { indexHash } from '../collections/index-hash.js';
import { IndexNotFoundError } from '../errors/engine-errors.js';
import type { ActiveDefinitions } from './active-definitions.js';
import type { DocumentAccess } from './document-access.js';
import { scanDocumentIds } from './scan-documents.js';

/** How many documents there are: the index knows it once it holds them all, else the keys are counted. */
export async function countDocuments(access: DocumentAccess, active: ActiveDefinitions): Promise<number> {
  return (await countIndexed(access, active)) ?? countKeys(access, active);
}

/** Counts the keys of the documents, each once. */
export async function countKeys(access: DocumentAccess, { serving }: ActiveDefinitions): Promise<number> {
  const seen = new Set<string>();
  for await (const ids of scanDocumentIds(access, serving)) for (const id of ids) seen.add(id);
  return seen.size;
}

/** null when the index does not hold all documents, or there is none. */
async function countIndexed(
  { connection, keys }: DocumentAccess,
  { serving }: ActiveDefinitions,
): Promise<number | null> {
  if (!connection.capabilities.searchable) return null;
  try {
    const info = await connection.send(['FT.INFO', keys.index(serving.name, indexHash(serving))]);
    if (typeof info !== 'object' || info === null || Array.isArray(info) || Buffer.isBuffer(info)) return null;
    const {
      num_docs: documents,
      indexing,
      percent_indexed: progress,
      hash_indexing_failures: failures,
    } = info as Readonly<Record<string, unknown>>;
    return Number(indexing) === 0 && Number(progress) >= 1 && Number(failures) === 0 ? Number(documents) : null;
  } catch (error) {
    if (error instanceof IndexNotFoundError) return null;
    throw error;
  }
}
