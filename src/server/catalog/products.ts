import { boolean, code, date, defineCollection, hierarchy, numeric, tag, text } from '../../lib/index.js';
import { Product } from './product.js';

/** The products of the shop. */
export const products = defineCollection(
  'products',
  Product,
  {
    name: text({ weight: 5, sortable: true }),
    description: text(),
    brand: tag({ facet: true, searchable: true, weight: 3, sortable: true }),
    sku: code({ weight: 8 }),
    ean: code({ weight: 8 }),
    'variants[].sku': code({ weight: 8 }),
    categories: hierarchy({ separator: ' > ', facet: true, searchable: true, weight: 2 }),
    tags: tag({ facet: true, searchable: true }),
    price: numeric({ sortable: true, facet: true }),
    listPrice: numeric({ facet: true }),
    rating: numeric({ sortable: true, facet: true }),
    reviews: numeric({ sortable: true }),
    popularity: numeric({ sortable: true }),
    stock: numeric({ sortable: true }),
    inStock: boolean({ facet: true }),
    colors: tag({ facet: true, searchable: true }),
    sizes: tag({ facet: true }),
    'variants[].color': tag({ facet: true }),
    'variants[].size': tag({ facet: true }),
    'variants[].stock': numeric(),
    releasedAt: date({ sortable: true, facet: true }),
  },
  {
    defaultSort: ['popularity:desc'],
    ranking: [{ boost: 'inStock', by: 1.1 }, 'popularity:desc'],
    stock: { quantity: 'stock', available: 'inStock' },
  },
);
