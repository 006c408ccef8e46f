import type { JsonObject, JsonValue } from '../documents/json-value.js';
import { withMember } from '../documents/derive/move-vectors.js';
import { restoreNumbers } from '../documents/exact-numbers.js';
import { readStoredMeta } from '../documents/stored-meta.js';
import { compileProjection } from '../documents/projection.js';
import { encodeCursor } from '../query/cursor.js';
import type { RawHit } from '../query/hits-step.js';
import type { PageReply } from '../query/page-plan.js';
import type { Hit, PartialReason, SearchResult } from '../query/search-result.js';
import type { Search } from '../query/search.js';
import type { Target } from '../query/step.js';
import { highlightHit, matcherOf } from './highlight-hit.js';

/** What the engine gave, with what is said about it. */
export interface AnsweredPage {
  readonly target: Target;
  readonly search: Search;
  readonly reply: PageReply;
  /** The words as they were understood; null when as they were typed. */
  readonly corrected: string | null;
  /** Words that hits may lack. */
  readonly optional: readonly string[];
  readonly reasons: readonly PartialReason[];
  readonly tookMs: number;
}

/** Makes the answer. */
export function toSearchResult(page: AnsweredPage): SearchResult {
  return { hits: page.reply.hits.map(hitReader(page)), ...aboutHits(page) };
}

/**
 * Makes the JSON of the answer. Documents that are shown whole are taken over as the engine gave them, neither parsed nor
 * written anew.
 */
export function toSearchJson(page: AnsweredPage): string {
  const { fields, highlight } = page.search;
  const readHit = hitReader(page);
  const hits = page.reply.hits.map((raw) => {
    const isWhole = fields === null && highlight === null && raw.numbers === null;
    if (!isWhole) return JSON.stringify(readHit(raw));
    return `${JSON.stringify(identity(raw)).slice(0, -1)},"document":${raw.document}}`;
  });
  return `{"hits":[${hits.join(',')}],${JSON.stringify(aboutHits(page)).slice(1)}`;
}

function aboutHits({ search, reply, corrected, optional, reasons, tookMs }: AnsweredPage): Omit<SearchResult, 'hits'> {
  const { text, vector } = search;
  const after = nextCursor(search, reply);
  return {
    total: reply.total,
    ...(search.after === null ? { page: search.page } : {}),
    size: search.size,
    ...(after === null ? {} : { after }),
    ...(search.facets.length === 0
      ? {}
      : { facets: Object.fromEntries(reply.facets.map(({ path, result }) => [path, result])) }),
    query: {
      text: text?.text ?? '',
      corrected,
      optional,
      mode: vector !== null ? 'vector' : text === null ? 'browse' : 'keyword',
      rules: [],
    },
    partial: reasons.length > 0,
    ...(reasons.length === 0 ? {} : { partialReasons: reasons }),
    tookMs: Math.round(tookMs * 100) / 100,
  };
}

function hitReader({ target, search: { plan, fields, highlight } }: AnsweredPage): (raw: RawHit) => Hit {
  const matcher = plan === null || highlight === null ? null : matcherOf(plan);
  const projection = fields === null ? null : compileProjection(fields);
  return (raw) => {
    const document = restoreDocument(raw, target);
    return {
      ...identity(raw),
      document: projection === null ? document : projection.apply(document),
      ...(highlight === null || matcher === null ? {} : { highlights: highlightHit(document, matcher, highlight) }),
    };
  };
}

const identity = ({ id, score }: RawHit) => ({ id, ...(score === null ? {} : { score }) });

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
