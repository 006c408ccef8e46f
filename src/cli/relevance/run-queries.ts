import { AisleError, parseSearch } from '../../lib/index.js';
import type { AnyCollection, AnyDocument, DocumentRepository, SearchService } from '../../lib/index.js';
import { CUTOFF, scoreRanking } from './metrics.js';
import type { JudgedQuery } from './parse-judged-set.js';
import type { QueryOutcome } from './run.js';
import type { Settings } from './settings.js';

/** Milliseconds a search may take: what is measured is what it finds, on however slow a machine. */
const TIMEOUT_MS = 10_000;

export interface WorkOptions {
  readonly signal: AbortSignal;
  /** Is told how many are done. */
  readonly onProgress: (done: number) => void;
}

/** Stores all products. @throws the first failure: a set is searched whole or not at all */
export async function storeProducts(
  repository: DocumentRepository,
  products: readonly AnyDocument[],
  { signal, onProgress }: WorkOptions,
): Promise<void> {
  let done = 0;
  for await (const { id, error } of repository.putMany(products)) {
    signal.throwIfAborted();
    if (error !== undefined) {
      throw new AisleError(error.code, `The product "${String(id)}" cannot be stored: ${error.message}`, {
        cause: error,
        faults: error.faults,
      });
    }
    onProgress(++done);
  }
}

export interface SearchParts {
  readonly collection: AnyCollection;
  readonly search: SearchService;
  readonly settings: Settings;
}

/** Searches for every query, one after the other, and scores what is found. @throws errors of the search, naming the query */
export async function runQueries(
  { collection, search, settings }: SearchParts,
  queries: readonly JudgedQuery[],
  { signal, onProgress }: WorkOptions,
): Promise<readonly QueryOutcome[]> {
  const outcomes: QueryOutcome[] = [];
  await search.warmUp();
  for (const query of queries) {
    signal.throwIfAborted();
    const found = await find({ collection, search, settings }, query);
    const { id, type, text, grades } = query;
    outcomes.push({ id, type, text, score: scoreRanking(found, grades), found });
    onProgress(outcomes.length);
  }
  return outcomes;
}

async function find(
  { collection, search, settings }: SearchParts,
  { id, text, where }: JudgedQuery,
): Promise<readonly string[]> {
  const input = {
    timeoutMs: TIMEOUT_MS,
    partial: 'fail',
    ...settings.search,
    q: text,
    ...(where !== null && { where }),
    size: CUTOFF,
    fields: [collection.id],
  };
  try {
    const { hits } = await search.search(parseSearch(collection, input));
    return hits.map((hit) => hit.id);
  } catch (error) {
    if (!(error instanceof AisleError)) throw error;
    const message = `The query "${id}" failed: ${error.message}`;
    throw new AisleError(error.code, message, { cause: error, faults: error.faults });
  }
}
