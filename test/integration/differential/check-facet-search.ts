import type { SearchService } from '../../../src/lib/search/search-service.js';
import { compareFacets } from './compare-facets.js';
import type { Catalogue } from './generate/generate-catalogue.js';
import type { SearchJson } from './generate/generate-search.js';
import { evaluateFacetSearch } from './naive/facet-search.js';

const KINDS = ['tag', 'hierarchy', 'boolean'];

/** Searches within the values of the facets of a search, and gives the differences from the naive evaluation. */
export async function checkFacetSearch(
  service: SearchService,
  catalogue: Catalogue,
  search: SearchJson,
): Promise<string[]> {
  const { collection } = catalogue;
  const paths = (search.facets ?? []).map((facet) => (typeof facet === 'string' ? facet : facet.field));
  const valued = paths.filter((path) => KINDS.includes(collection.fields[path]!.kind));
  const { q = '', where = {}, size = 0 } = search;
  const checks = valued.map(async (path) => {
    const input: object = { q, where, size: size + 1 };
    const actual = await service.facetValues(path, input);
    return compareFacets({ [path]: actual }, { [path]: evaluateFacetSearch(catalogue, path, q, where, size + 1) });
  });
  return (await Promise.all(checks)).flat();
}
