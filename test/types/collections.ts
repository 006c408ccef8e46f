import { defineCollection } from '../../src/lib/collections/define-collection.js';
import { boolean, date, geo, hierarchy, numeric, tag, text, vector } from '../../src/lib/collections/fields.js';
import type { DocumentOf, FieldsOfCollection } from '../../src/lib/collections/collection.js';
import type { FacetPath, PathOf, SortOf, ValueAt } from '../../src/lib/collections/typed-paths.js';

class Product {
  name!: string;
  brand?: string;
  categories!: string[];
  price!: number;
  inStock!: boolean;
  releasedAt!: string;
  location?: { lat: number; lon: number };
  embedding?: number[];
  specs?: { layout?: string; keys?: number };
  facts?: Record<string, string | number>;
  variants?: { color: string; prices: number[] }[];
}

export const products = defineCollection(
  'products',
  Product,
  {
    name: text({ weight: 5 }),
    brand: tag({ facet: true, sortable: true }),
    categories: hierarchy({ facet: true }),
    price: numeric({ sortable: true, facet: true }),
    inStock: boolean({ facet: true }),
    releasedAt: date({ sortable: true }),
    location: geo(),
    embedding: vector({ dimensions: 4 }),
    'specs.layout': tag(),
    'facts.color': tag(),
    'variants[].color': tag({ facet: true }),
    'variants[].prices[]': numeric(),
  },
  { defaultSort: ['price:desc', 'id:asc'] },
);

type Equal<A, B> = [A, B] extends [B, A] ? true : false;
type F = FieldsOfCollection<typeof products>;

true satisfies Equal<DocumentOf<typeof products>, Product>;
true satisfies Equal<SortOf<F>, `${'brand' | 'price' | 'releasedAt' | 'id'}:${'asc' | 'desc'}`>;
true satisfies Equal<FacetPath<F>, 'brand' | 'categories' | 'price' | 'inStock' | 'variants[].color'>;
true satisfies Equal<ValueAt<Product, 'variants[].color'>, string>;
true satisfies 'specs.layout' extends PathOf<Product> ? true : false;

// @ts-expect-error the document has no such member
defineCollection('a', Product, { colour: tag() });
// @ts-expect-error a string is not a number
defineCollection('a', Product, { name: numeric() });
// @ts-expect-error a number is not a text
defineCollection('a', Product, { price: text() });
// @ts-expect-error the variants are an array: variants[].color
defineCollection('a', Product, { 'variants.color': tag() });
// @ts-expect-error there is no such member in the specs
defineCollection('a', Product, { 'specs.colour': tag() });
// @ts-expect-error a text has no facet
defineCollection('a', Product, { name: text({ facet: true }) });
// @ts-expect-error a vector needs its dimensions
defineCollection('a', Product, { embedding: vector() });
// @ts-expect-error the field is not sortable
defineCollection('a', Product, { name: text() }, { defaultSort: ['name:asc'] });
// @ts-expect-error a direction is asc or desc
defineCollection('a', Product, { price: numeric({ sortable: true }) }, { defaultSort: ['price:up'] });

const goods = { name: text(), price: numeric(), inStock: boolean() };
defineCollection('a', Product, goods, { stock: { quantity: 'price', available: 'inStock' } });
// @ts-expect-error a quantity is a number
defineCollection('a', Product, goods, { stock: { quantity: 'name', available: 'inStock' } });
// @ts-expect-error what says whether there is any is a boolean
defineCollection('a', Product, goods, { stock: { quantity: 'price', available: 'name' } });
// @ts-expect-error the field is not indexed
defineCollection('a', Product, goods, { stock: { quantity: 'stock', available: 'inStock' } });
// @ts-expect-error there is no such setting
defineCollection('a', Product, { name: text() }, { order: [] });
