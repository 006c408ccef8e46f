import type { Collection, CollectionSettings, DocumentClass } from './collection.js';
import { createCollection } from './create-collection.js';
import type { FieldsOf, PathOf } from './typed-paths.js';

/** Makes a field that the document does not have a compile error. */
type OnlyKnown<D, F> = { readonly [P in Exclude<keyof F, PathOf<D>>]: never };

/**
 * Declares a collection: documents of the class `document` under `name`, indexed by `fields`.
 *
 * @example
 * export const products = defineCollection('products', Product, {
 *   name: text({ weight: 5 }),
 *   brand: tag({ facet: true }),
 *   price: numeric({ sortable: true, facet: true }),
 * });
 *
 * @throws INVALID_DEFINITION that names the mistake and its mend
 */
export function defineCollection<D extends object, const F extends FieldsOf<D>>(
  name: string,
  document: DocumentClass<D>,
  fields: F & OnlyKnown<D, F>,
  settings: CollectionSettings<F> = {},
): Collection<D, F> {
  return createCollection(name, document, fields, settings) as unknown as Collection<D, F>;
}
