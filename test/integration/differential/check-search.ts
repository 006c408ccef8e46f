import { isDeepStrictEqual } from 'node:util';
import { AisleError } from '../../../src/lib/errors/aisle-error.js';
import type { Hit, SearchResult } from '../../../src/lib/query/search-result.js';
import type { SearchService } from '../../../src/lib/search/search-service.js';
import { checkFacetSearch } from './check-facet-search.js';
import { compareFacets } from './compare-facets.js';
import { compareAll, comparePage } from './compare-hits.js';
import { asJson } from './generate/generate-catalogue.js';
import type { Catalogue } from './generate/generate-catalogue.js';
import type { SearchJson } from './generate/generate-search.js';
import { evaluate } from './naive/evaluate.js';
import type { Expected } from './naive/evaluate.js';

/** Conditions may be combined in more ways than can be compiled; that is told. */
const TOO_MANY_WAYS = 'in too many ways';
const MOST_PAGES = 8;

/** Runs a search and gives its differences from the naive evaluation; none when they agree. */
export async function checkSearch(
  service: SearchService,
  catalogue: Catalogue,
  search: SearchJson,
  walk: boolean,
): Promise<string[]> {
  const { collection, documents } = catalogue;
  const expected = evaluate(collection, documents, asJson(search));
  try {
    const result = await run(service, search);
    const differences = [
      ...compareTotals(result, search, expected),
      ...comparePage(collection, search, result.hits, expected),
      ...compareFacets(result.facets, expected.facets),
    ];
    if (differences.length > 0 || !walk) return differences;
    const more = [
      ...(await compareJson(service, search, result)),
      ...(await checkFacetSearch(service, catalogue, search)),
    ];
    if (more.length > 0) return more;
    return expected.isRanked
      ? compareAll(collection, 'by page:', await walkPages(service, search, expected), expected)
      : compareAll(collection, 'by cursor:', await walkCursors(service, search, expected), expected);
  } catch (error) {
    if (error instanceof AisleError && error.message.includes(TOO_MANY_WAYS)) return [];
    if (error instanceof AisleError) return [`error ${error.code}: ${error.message}`];
    throw error;
  }
}

/** The service checks what it is given; the generator makes what the type of a certain collection would. */
const run = (service: SearchService, search: object): Promise<SearchResult> => service.search(search);

/** The same as text. */
async function compareJson(
  service: SearchService,
  search: object,
  { tookMs, ...result }: SearchResult,
): Promise<string[]> {
  const text = await service.searchJson(search);
  const { tookMs: otherMs, ...other } = JSON.parse(text) as SearchResult;
  return isDeepStrictEqual(other, result) && typeof otherMs === typeof tookMs ? [] : [`json: ${text}`];
}

function compareTotals(result: SearchResult, search: SearchJson, { documents, isRanked }: Expected): string[] {
  const { page = 1, size = 20 } = search;
  const isLast = isRanked || size === 0 || page * size >= documents.length;
  const got = {
    total: result.total,
    page: result.page,
    size: result.size,
    partial: result.partial,
    after: result.after !== undefined,
  };
  const wanted = { total: documents.length, page, size, partial: false, after: !isLast };
  return Object.entries(wanted).flatMap(([name, value]) => {
    const actual = got[name as keyof typeof got];
    return actual === value ? [] : [`${name}: expected ${value}, got ${String(actual)}`];
  });
}

function walkSize({ size = 20 }: SearchJson, { documents }: Expected): number {
  return Math.min(250, Math.max(1, size, Math.ceil(documents.length / MOST_PAGES)));
}

async function walkPages(service: SearchService, search: SearchJson, expected: Expected): Promise<readonly Hit[]> {
  const size = walkSize(search, expected);
  const hits: Hit[] = [];
  for (let page = 1; page <= MOST_PAGES + 2; page++) {
    const result = await run(service, { ...search, page, size, facets: [] });
    hits.push(...result.hits);
  }
  return hits;
}

async function walkCursors(service: SearchService, search: SearchJson, expected: Expected): Promise<readonly Hit[]> {
  const size = walkSize(search, expected);
  let result = await run(service, { ...search, page: 1, size, facets: [] });
  const hits = [...result.hits];
  for (let pages = 0; result.after !== undefined && pages < MOST_PAGES + 2; pages++) {
    result = await run(service, { ...search, page: undefined, size, facets: [], after: result.after });
    hits.push(...result.hits);
    if (result.total !== expected.documents.length) throw new Error(`The total changed to ${result.total} on the way`);
  }
  return hits;
}
