/** What one search may ask for. Beyond them: 400 with the limit named. */
export const LIMITS = {
  /** Characters of `q`. */
  queryLength: 1_000,
  /** Conditions in `where`, all levels together. */
  clauses: 100,
  /** Values of one condition. */
  values: 1_000,
  /** Levels of and/or/not in `where`. */
  nesting: 8,
  /** Hits of a page. */
  size: 250,
  /** Hits up to the end of a page, unless `after` is used. */
  depth: 10_000,
  facets: 20,
  facetSize: 1_000,
  /** Ranges of one facet. */
  ranges: 100,
  sorts: 8,
  /** Names in `fields` and in `highlight.fields`. */
  fields: 200,
  snippet: 500,
  timeoutMs: 10_000,
  neighbours: 10_000,
  /** Searches in one request. */
  searches: 50,
} as const;

export const DEFAULT_SIZE = 20;
export const DEFAULT_FACET_SIZE = 10;
export const DEFAULT_TIMEOUT_MS = 500;
