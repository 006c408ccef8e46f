import { Inject } from '@nestjs/common';
import type { AnyCollection } from '../collections/collection.js';

/** The options of `StockModule.forRoot`, with defaults. */
export const STOCK_OPTIONS = 'AisleStockOptions';

/** The token of a collection's `Stock`. */
export function getStockToken(collection: Pick<AnyCollection, 'name'>): string {
  return `Aisle/${collection.name}/Stock`;
}

/** Injects the `Stock` of a collection that was given to `StockModule.forFeature`. */
export const InjectStock = (collection: AnyCollection): ParameterDecorator & PropertyDecorator =>
  Inject(getStockToken(collection));
