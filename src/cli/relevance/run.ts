import type { JsonObject } from '../../lib/index.js';
import type { RankingScore } from './metrics.js';

/** What a search found for one query, and how good that is. */
export interface QueryOutcome {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  /** Null when nothing is judged relevant. */
  readonly score: RankingScore | null;
  /** Ids of the first hits, best first. */
  readonly found: readonly string[];
}

/** All queries of a set, searched under one definition. */
export interface Run {
  /** What the run is called. */
  readonly name: string;
  readonly definition: unknown;
  /** Members that every search had. */
  readonly search: JsonObject;
  readonly queries: readonly QueryOutcome[];
}
