import type { AnyCollection } from '../../lib/index.js';
import { products } from './products.js';
import { shops } from './shops.js';

/** The collections of the shop, which the server declares. */
export const CATALOG: readonly AnyCollection[] = [products, shops];
