import type { Fault } from '../errors/aisle-error.js';
import { DocumentsDoNotFitError } from '../errors/collection-errors.js';
import type { Misfit } from '../errors/collection-errors.js';

const SHOWN = 10;

/** Documents that do not fit a definition: how many, and the first ten with what is wrong. */
export class MisfitList {
  readonly #ids = new Set<string>();
  readonly #first: Misfit[] = [];

  add(id: string, [fault]: readonly Fault[]): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    const message = fault === undefined ? 'does not fit' : `${fault.path} ${fault.message}`;
    if (this.#first.length < SHOWN) this.#first.push({ id, message });
  }

  /** @throws DOCUMENTS_DO_NOT_FIT when there are any */
  throwIfAny(collection: string): void {
    if (this.#ids.size > 0) throw new DocumentsDoNotFitError(collection, this.#ids.size, this.#first);
  }
}
