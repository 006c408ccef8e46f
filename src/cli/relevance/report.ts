import { AisleError } from '../../lib/index.js';
import { compareRuns } from './compare-runs.js';
import type { Comparison } from './compare-runs.js';
import { isRecord } from './is-record.js';
import { CUTOFF } from './metrics.js';
import type { Run } from './run.js';
import { summarise } from './summarise.js';
import type { Summary } from './summarise.js';
import { findShortfalls } from './thresholds.js';
import type { Shortfall, Thresholds } from './thresholds.js';

/** All that is known of a run; as JSON it can be compared with later ones. */
export interface Report extends Run {
  readonly set: string;
  /** How many hits of a query are judged. */
  readonly k: number;
  readonly summaries: readonly Summary[];
  readonly thresholds: Thresholds;
  readonly shortfalls: readonly Shortfall[];
  /** What differs from another run, query by query; absent when nothing was compared. */
  readonly comparison?: Comparison & { readonly before: string; readonly after: string };
}

/** Two runs to compare: `before` is the measure. */
export interface RunPair {
  readonly before: Pick<Run, 'name' | 'queries'>;
  readonly after: Pick<Run, 'name' | 'queries'>;
}

export interface ReportParts {
  readonly set: string;
  readonly run: Run;
  readonly thresholds: Thresholds;
  readonly pair: RunPair | null;
}

export function makeReport({ set, run, thresholds, pair }: ReportParts): Report {
  const { queries, ...settings } = run;
  const summaries = summarise(queries);
  return {
    set,
    k: CUTOFF,
    ...settings,
    summaries,
    thresholds,
    shortfalls: findShortfalls(thresholds, summaries),
    ...(pair !== null && {
      comparison: {
        before: pair.before.name,
        after: pair.after.name,
        ...compareRuns(pair.before.queries, pair.after.queries),
      },
    }),
    queries,
  };
}

/** Whether JSON looks like a report, rather than settings. */
export const isReport = (json: unknown): boolean => isRecord(json) && 'queries' in json;

/** Reads the queries of an earlier report. @throws INVALID_VALUE */
export function readReport(place: string, json: unknown): Run['queries'] {
  const queries = isRecord(json) ? json['queries'] : undefined;
  if (Array.isArray(queries) && queries.every(isOutcome)) return queries;
  throw new AisleError('INVALID_VALUE', `"${place}" is no report that --report wrote.`);
}

function isOutcome(value: unknown): value is Run['queries'][number] {
  if (!isRecord(value)) return false;
  const { id, type, text, score, found } = value;
  const hasNames = [id, type, text].every((member) => typeof member === 'string') && Array.isArray(found);
  return hasNames && (score === null || (isRecord(score) && typeof score['ndcg'] === 'number'));
}
