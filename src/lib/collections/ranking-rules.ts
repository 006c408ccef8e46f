import { InvalidDefinitionError } from '../errors/input-errors.js';
import type { BooleanField, DateField, Field } from './field-kinds.js';
import { parseSort } from './parse-sort.js';
import { hasEach, parsePath } from './path.js';
import type { Fields, PathsOfKind, SortOf } from './typed-paths.js';

/** Multiplies the relevance of documents in which a boolean field is true. */
export interface BoostRule<P extends string = string> {
  /** Path of a boolean field that is a facet, without `[]`. */
  readonly boost: P;
  /** The factor, 0.1 to 10; below 1 it puts them behind. */
  readonly by: number;
}

/** Lets the relevance of a document fade with its age. */
export interface DecayRule<P extends string = string> {
  /** Path of a date field that is sortable. */
  readonly decay: P;
  /** Days after which half of the share is lost, 0.1 to 36,500. It is lost in four steps, up to four half-lives. */
  readonly halfLifeDays: number;
  /** The share of the relevance that fades, 0 to 1. A document without a date lacks all of it. */
  readonly by: number;
}

/**
 * What a collection adds to the relevance of words: `popularity:desc` orders hits that fit about equally well, boosts and
 * decays change how well they fit.
 */
export type RankingRule<F = Fields> =
  SortOf<F> | BoostRule<PathsOfKind<F, BooleanField<true>>> | DecayRule<PathsOfKind<F, DateField<true>>>;

/** A rule as it is stored. */
export type AnyRankingRule = string | BoostRule | DecayRule;

const MAX_RULES = 8;

/** @throws INVALID_DEFINITION, INVALID_VALUE, UNKNOWN_FIELD or NOT_SORTABLE that name the rule and what is allowed */
export function readRanking(fields: Fields, input: unknown): readonly AnyRankingRule[] {
  if (!Array.isArray(input)) throw new InvalidDefinitionError('"ranking" must be a list of rules.');
  if (input.length > MAX_RULES) {
    throw new InvalidDefinitionError(`"ranking" has ${input.length} rules, at most ${MAX_RULES} are allowed.`);
  }
  return Object.freeze(input.map((rule: unknown) => readRule(fields, rule)));
}

function readRule(fields: Fields, rule: unknown): AnyRankingRule {
  if (typeof rule === 'string') {
    const { path, direction } = parseSort(fields, rule, 'ranking');
    return `${path}:${direction}`;
  }
  if (isRecord(rule) && 'boost' in rule) return readBoost(fields, rule);
  if (isRecord(rule) && 'decay' in rule) return readDecay(fields, rule);
  throw new InvalidDefinitionError(
    'A rule of "ranking" is a sort such as "popularity:desc", {"boost": "inStock", "by": 1.5} or {"decay": "releasedAt", "halfLifeDays": 90, "by": 0.3}.',
  );
}

function readBoost(fields: Fields, rule: Readonly<Record<string, unknown>>): BoostRule {
  checkMembers(rule, ['boost', 'by']);
  const fits = (field: Field, path: string) => field.kind === 'boolean' && field.facet && !hasEach(parsePath(path));
  const boost = readPath(
    fields,
    'boost',
    rule['boost'],
    fits,
    'a boolean field that is a facet, without [] in its path',
  );
  return Object.freeze({ boost, by: readNumber('by', rule['by'], 0.1, 10) });
}

function readDecay(fields: Fields, rule: Readonly<Record<string, unknown>>): DecayRule {
  checkMembers(rule, ['decay', 'halfLifeDays', 'by']);
  const fits = (field: Field) => field.kind === 'date' && field.sortable;
  const decay = readPath(fields, 'decay', rule['decay'], fits, 'a date field that is sortable');
  const halfLifeDays = readNumber('halfLifeDays', rule['halfLifeDays'], 0.1, 36_500);
  return Object.freeze({ decay, halfLifeDays, by: readNumber('by', rule['by'], 0, 1) });
}

function readPath(
  fields: Fields,
  member: string,
  path: unknown,
  fits: (field: Field, path: string) => boolean,
  what: string,
): string {
  const fitting = Object.entries(fields).flatMap(([name, field]) => (fits(field, name) ? [name] : []));
  if (typeof path === 'string' && fitting.includes(path)) return path;
  const mend = fitting.length === 0 ? 'There is none yet: add it to the fields.' : `Such are: ${fitting.join(', ')}.`;
  throw new InvalidDefinitionError(`"${member}" of a ranking rule must name ${what}. ${mend}`);
}

function readNumber(member: string, value: unknown, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new InvalidDefinitionError(`"${member}" of a ranking rule must be a number from ${min} to ${max}.`);
}

function checkMembers(rule: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const unknown = Object.keys(rule).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InvalidDefinitionError(`A ranking rule has no member "${unknown}". This one takes: ${known.join(', ')}.`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
