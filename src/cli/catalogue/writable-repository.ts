import type { DocumentRepository } from '../../lib/index.js';
import type { Store } from '../store/open-store.js';
import { declaredCollection } from './catalogue.js';

/**
 * The documents of a collection that is about to be written to. One of the catalogue is made where it is missing.
 * @throws COLLECTION_NOT_FOUND; MIGRATION_REQUIRED when the stored collection differs from the catalogue's
 */
export async function writableRepository(store: Store, name: string, signal: AbortSignal): Promise<DocumentRepository> {
  const declared = declaredCollection(name);
  if (declared !== undefined) return store.declared(declared, signal);
  await store.manager.describe(name);
  return store.repository(name);
}
