import type { SearchService } from '../../src/lib/search/search-service.js';
import type { products } from './collections.js';

export async function wrongSearchesDoNotCompile(
  search: SearchService<typeof products>,
  open: SearchService,
): Promise<void> {
  const { hits } = await search.search({
    q: 'key',
    where: {
      brand: ['a', 'b'],
      price: { gte: 1, lt: 2 },
      inStock: true,
      categories: { not: ['a'], all: 'b' },
      releasedAt: { gt: '2026-01-01' },
      location: { near: { lat: 1, lon: 2, km: 3 } },
      'variants[].color': 'red',
      embedding: { exists: true },
      id: ['1'],
      or: [{ brand: 'a' }, { not: { price: 5 } }],
    },
    sort: ['price:asc', 'id:desc'],
    facets: ['brand', { field: 'price', ranges: [{ to: 5 }] }, { field: 'categories', size: 20 }],
    fields: ['name', 'specs.layout', 'variants[].color'],
    highlight: { fields: ['name'] },
    vector: { field: 'embedding', value: [1], k: 2 },
  });
  hits[0]?.document.name satisfies string | undefined;
  // @ts-expect-error the document has no such member
  hits[0]?.document.title satisfies unknown;

  // @ts-expect-error there is no such field
  await search.search({ where: { colour: 'red' } });
  // @ts-expect-error a text takes no value
  await search.search({ where: { name: 'x' } });
  // @ts-expect-error a number is not a string
  await search.search({ where: { price: '5' } });
  // @ts-expect-error a tag takes no range
  await search.search({ where: { brand: { gt: 1 } } });
  // @ts-expect-error a date range is of ISO strings
  await search.search({ where: { releasedAt: { gt: 5 } } });
  // @ts-expect-error nested conditions are checked too
  await search.search({ where: { or: [{ price: 'x' }] } });
  // @ts-expect-error the field is not sortable
  await search.search({ sort: ['name:asc'] });
  // @ts-expect-error a sort has a direction
  await search.search({ sort: ['price'] });
  // @ts-expect-error the field is not a facet
  await search.search({ facets: ['releasedAt'] });
  // @ts-expect-error a facet of values has no ranges
  await search.search({ facets: [{ field: 'brand', ranges: [] }] });
  // @ts-expect-error the document has no such member
  await search.search({ fields: ['nam'] });
  // @ts-expect-error a number holds no words
  await search.search({ highlight: { fields: ['price'] } });
  // @ts-expect-error not a vector
  await search.search({ vector: { field: 'price', value: [1] } });
  // @ts-expect-error there is no such member
  await search.search({ query: 'x' });

  const untyped = await open.search({ where: { anything: 1 }, sort: ['a:asc'], facets: ['b'] });
  untyped.hits[0]?.document satisfies object | undefined;
  await search.facetValues('brand', { where: { price: { lt: 5 } } });
  // @ts-expect-error there is no such field
  await search.facetValues('brand', { where: { colour: 'red' } });
}
