import { AisleError } from './aisle-error.js';

/** The collection has no synonym of that id. */
export class SynonymNotFoundError extends AisleError {
  constructor(
    readonly collection: string,
    readonly synonym: string,
  ) {
    super(
      'SYNONYM_NOT_FOUND',
      `The collection "${collection}" has no synonym "${synonym}". GET /v1/collections/${collection}/synonyms lists them; PUT makes one.`,
    );
  }
}
