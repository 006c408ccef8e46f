import type { AnyCollection } from '../collections/collection.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { deriveDocument } from '../documents/derive/derive-document.js';
import type { Misfit } from '../errors/collection-errors.js';
import { DocumentsDoNotFitError } from '../errors/collection-errors.js';
import type { IndexContext } from './index-context.js';
import { readStoredDocuments } from './stored-documents.js';

const SHOWN = 10;

/** Documents that do not fit: how many, and the first ten. */
export class MisfitList {
  readonly #ids = new Set<string>();
  readonly #first: Misfit[] = [];

  add(id: string, message: string): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    if (this.#first.length < SHOWN) this.#first.push({ id, message });
  }

  /** @throws DOCUMENTS_DO_NOT_FIT when there are any */
  throwIfAny(collection: string): void {
    if (this.#ids.size > 0) throw new DocumentsDoNotFitError(collection, this.#ids.size, this.#first);
  }
}

export interface CheckOptions {
  /** Is told how many documents were looked at. */
  readonly onChecked?: (count: number) => void;
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
      const [fault] = deriveDocument(document, target).faults;
      if (fault !== undefined) misfits.add(id, `${fault.path} ${fault.message}`);
    }
    checked += documents.length;
    onChecked?.(checked);
  }
  misfits.throwIfAny(wanted.name);
}
