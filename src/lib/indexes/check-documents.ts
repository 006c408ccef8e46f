import type { AnyCollection } from '../collections/collection.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { deriveDocument } from '../documents/derive/derive-document.js';
import type { IndexContext } from './index-context.js';
import { MisfitList } from './misfit-list.js';
import { readStoredDocuments } from './stored-documents.js';

export interface CheckOptions {
  /** Is told how many documents were looked at. */
  readonly onChecked?: (count: number) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks through all documents for such as do not fit a wanted definition, and writes nothing.
 * @throws DOCUMENTS_DO_NOT_FIT with the count and the first ten
 */
export async function checkDocuments(
  context: IndexContext,
  active: ActiveDefinitions,
  wanted: AnyCollection,
  { onChecked, signal }: CheckOptions = {},
): Promise<void> {
  const misfits = new MisfitList();
  const target = { serving: wanted, other: null };
  let checked = 0;
  for await (const documents of readStoredDocuments(context, active, signal)) {
    for (const { id, document } of documents) {
      const { faults } = deriveDocument(document, target);
      if (faults.length > 0) misfits.add(id, faults);
    }
    checked += documents.length;
    await onChecked?.(checked);
  }
  misfits.throwIfAny(wanted.name);
}
