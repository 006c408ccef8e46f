import { AisleError } from '../../lib/index.js';
import { isRecord } from './is-record.js';
import { ALL_TYPES } from './summarise.js';
import type { Summary } from './summarise.js';

/** The least mean nDCG by type of query; `all` stands for all queries. */
export type Thresholds = Readonly<Record<string, number>>;

/** `0.9`, `all=0.9,typo1=0.8`. @throws INVALID_VALUE */
export function parseThresholds(option: string, text: string): Thresholds {
  const entries = text.split(',').map((part) => {
    const [, type = ALL_TYPES, number = ''] = /^(?:([^=]+)=)?([^=]*)$/.exec(part.trim()) ?? [];
    return [type.trim(), number.trim() === '' ? Number.NaN : Number(number)] as const;
  });
  return checkThresholds(option, text, entries);
}

/** The content of `thresholds.json`: `{"all": 0.9, "typo1": 0.8}`. @throws INVALID_VALUE */
export function readThresholds(place: string, json: unknown): Thresholds {
  return checkThresholds(place, JSON.stringify(json), isRecord(json) ? Object.entries(json) : []);
}

function checkThresholds(
  place: string,
  text: string,
  entries: readonly (readonly [type: string, value: unknown])[],
): Thresholds {
  const valid = entries.filter((entry): entry is readonly [string, number] => isShare(entry[1]));
  if (valid.length > 0 && valid.length === entries.length) return Object.fromEntries(valid);
  throw new AisleError(
    'INVALID_VALUE',
    `${place} is ${text}. Give numbers from 0 to 1: 0.9 for all queries, typo1=0.8 for a type (in a file {"${ALL_TYPES}": 0.9, "typo1": 0.8}).`,
  );
}

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** @throws INVALID_VALUE for a type that no query has, which would never be checked */
export function assertKnownTypes(thresholds: Thresholds, queries: readonly { readonly type: string }[]): void {
  const known = new Set([...queries.map(({ type }) => type), ALL_TYPES]);
  const unknown = Object.keys(thresholds).find((type) => !known.has(type));
  if (unknown === undefined) return;
  throw new AisleError(
    'INVALID_VALUE',
    `There is a threshold for "${unknown}", which no query has as its type. Use: ${[...known].join(', ')}.`,
  );
}

/** A type whose mean nDCG is too low. */
export interface Shortfall {
  readonly type: string;
  readonly ndcg: number;
  readonly wanted: number;
}

/** The types that miss their threshold. One without a judged query cannot. */
export function findShortfalls(thresholds: Thresholds, summaries: readonly Summary[]): readonly Shortfall[] {
  return summaries.flatMap(({ type, ndcg }) => {
    const wanted = thresholds[type];
    return wanted === undefined || ndcg === null || ndcg >= wanted ? [] : [{ type, ndcg, wanted }];
  });
}
