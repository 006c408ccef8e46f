import { AisleError } from '../errors/aisle-error.js';
import { SearchTimeoutError } from '../errors/engine-errors.js';

/** One row of a reply: values by name; numbers are strings of at most 12 digits. */
export type Row = Readonly<Record<string, string | null>>;

/** The reply of FT.SEARCH and FT.AGGREGATE, as RESP3 carries it. */
export interface Reply {
  /** Documents that matched. Exact for FT.SEARCH, and for FT.AGGREGATE of 2.10 that sorts. */
  readonly total: number;
  readonly rows: readonly Row[];
  /** What the engine could not do wholly, in its own words. */
  readonly warnings: readonly string[];
}

/**
 * Where the time ends before the first document was looked at, the engine fails instead of giving what it has: nothing.
 * @throws ENGINE_ERROR on a reply of another form
 */
export function readReply(reply: unknown): Reply {
  if (reply instanceof SearchTimeoutError) return { total: 0, rows: [], warnings: [reply.message] };
  if (!isRecord(reply) || typeof reply['total_results'] !== 'number' || !Array.isArray(reply['results'])) {
    throw new AisleError('ENGINE_ERROR', 'The engine gave a search reply of an unknown form. Aisle needs RESP3.');
  }
  const results: readonly unknown[] = reply['results'];
  const warnings: unknown = reply['warning'];
  return {
    total: reply['total_results'],
    rows: results.map((result) => (isRecord(result) ? (result['extra_attributes'] as Row) : {})),
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
  };
}

/** The score of the first document in a reply with scores; null without any. */
export function readFirstScore(reply: unknown): number | null {
  const results: unknown = isRecord(reply) ? reply['results'] : null;
  const first: unknown = Array.isArray(results) ? results[0] : null;
  return isRecord(first) && typeof first['score'] === 'number' ? first['score'] : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
