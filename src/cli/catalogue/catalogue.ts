import type { AnyCollection } from '../../lib/index.js';
import { products } from '../../server/catalog/products.js';
import { shops } from '../../server/catalog/shops.js';

/** The collections that the server declares in code. */
export const CATALOGUE: readonly AnyCollection[] = [products, shops];

/** A collection of the catalogue; undefined for one that is made at run time. */
export const declaredCollection = (name: string): AnyCollection | undefined =>
  CATALOGUE.find((collection) => collection.name === name);
