import type { JsonObject, JsonValue } from '../documents/json-value.js';
import { withMember } from '../documents/derive/move-vectors.js';
import { restoreNumbers } from '../documents/exact-numbers.js';
import { readStoredMeta } from '../documents/stored-meta.js';
import { compileProjection } from '../documents/projection.js';
import type { Projection } from '../documents/projection.js';
import type { Matcher } from '../analysis/matcher.js';
import { encodeCursor } from '../query/cursor.js';
import type { RawHit } from '../query/hits-step.js';
import type { PageReply } from '../query/page-plan.js';
import type { Hit, PartialReason, SearchResult } from '../query/search-result.js';
import type { Search } from '../query/search.js';
import type { Target } from '../query/step.js';
import { highlightHit, matcherOf } from './highlight-hit.js';

/** Makes the answer of what the engine gave. */
export function toSearchResult(
  target: Target,
  search: Search,
  reply: PageReply,
  reasons: readonly PartialReason[],
  tookMs: number,
): SearchResult {
  const { text, vector } = search;
  const matcher = text === null || search.highlight === null ? null : matcherOf(text);
  const projection = search.fields === null ? null : compileProjection(search.fields);
  const after = nextCursor(search, reply);
  return {
    hits: reply.hits.map((hit) => toHit(target, search, hit, matcher, projection)),
    total: reply.total,
    ...(search.after === null ? { page: search.page } : {}),
    size: search.size,
    ...(after === null ? {} : { after }),
    ...(search.facets.length === 0
      ? {}
      : { facets: Object.fromEntries(reply.facets.map(({ path, result }) => [path, result])) }),
    query: {
      text: text?.text ?? '',
      corrected: null,
      mode: vector !== null ? 'vector' : text === null ? 'browse' : 'keyword',
      rules: [],
    },
    partial: reasons.length > 0,
    ...(reasons.length === 0 ? {} : { partialReasons: reasons }),
    tookMs: Math.round(tookMs * 100) / 100,
  };
}

function toHit(
  target: Target,
  { highlight }: Search,
  raw: RawHit,
  matcher: Matcher | null,
  projection: Projection | null,
): Hit {
  const document = restoreDocument(raw, target);
  const shown = projection === null ? document : projection.apply(document);
  return {
    id: raw.id,
    ...(raw.score === null ? {} : { score: raw.score }),
    document: shown,
    ...(highlight === null || matcher === null ? {} : { highlights: highlightHit(document, matcher, highlight) }),
  };
}

/** A page that is full has a next one, unless the total says that it was the last. */
function nextCursor(search: Search, { hits, total }: PageReply): string | null {
  const last = hits.at(-1);
  if (search.order === null || last?.position == null || hits.length < search.size) return null;
  if (search.after === null && search.page * search.size >= total) return null;
  return encodeCursor(search.collection, search.order, last.position);
}

/** The document as it was written, with the vectors that were asked for. */
function restoreDocument({ document, vectors, numbers }: RawHit, { layout }: Target): JsonObject {
  let whole = JSON.parse(document) as JsonObject;
  for (const [path, text] of vectors) {
    const steps = layout.get(path)?.steps ?? [];
    whole = withMember(whole, steps, JSON.parse(text) as JsonValue);
  }
  if (numbers === null) return whole;
  return restoreNumbers(whole, readStoredMeta({ numbers: JSON.parse(numbers) as JsonValue }).numbers);
}
