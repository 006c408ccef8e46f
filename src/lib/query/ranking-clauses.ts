import { ID_ATTRIBUTE } from '../collections/index-schema.js';
import type { Layout } from '../collections/field-layout.js';
import type { SortKey } from '../collections/parse-sort.js';
import type { AnyRankingRule, DecayRule } from '../collections/ranking-rules.js';
import { fieldAt } from './compile-filter.js';

/** How hits are ordered by relevance: the steps that compute it, and the keys to sort by. */
export interface RankingClauses {
  readonly steps: readonly string[];
  /** Attribute and direction by turns. */
  readonly keys: readonly string[];
  /** Under this name the relevance stands in a row. */
  readonly score: string;
}

const SCORE = '__score';
const RELEVANCE = 'relevance';
export const TIER = 'tier';
/** Hits fit about equally well where one's relevance is less than this times the other's. */
const TIER_RATIO = 1.2;
const TIER_SIZE = Number(Math.log(TIER_RATIO).toFixed(6));
/** Nearer to the next one, a tier that is computed elsewhere may be another. */
const TIER_EDGE = 1e-6;
const DAY_MS = 86_400_000;
/** Half-lives after which a part of a decay's share is lost. More steps would be smoother, and cost time for each match. */
const DECAY_STEPS = [0.5, 1, 2, 4] as const;

/**
 * The order by relevance under a collection's own rules. Boosts are in the score already, see `documentBoostOf`.
 * @param now milliseconds since 1970, from which ages are counted
 */
export function rankingClauses(layout: Layout, rules: readonly AnyRankingRule[], now: number): RankingClauses {
  const factors = rules.flatMap((rule) =>
    typeof rule !== 'string' && 'decay' in rule ? [decayFactor(layout, rule, now)] : [],
  );
  const score = factors.length === 0 ? SCORE : RELEVANCE;
  const weighed = factors.length === 0 ? [] : ['APPLY', `@${SCORE}*${factors.join('*')}`, 'AS', RELEVANCE];
  const sorts = rules.flatMap((rule) => (typeof rule === 'string' ? sortKey(layout, rule) : []));
  if (sorts.length === 0) return { steps: weighed, keys: [`@${score}`, 'DESC'], score };
  const tier = ['APPLY', `floor(log(@${score})/${TIER_SIZE.toFixed(6)})`, 'AS', TIER];
  return { steps: [...weighed, ...tier], keys: [`@${TIER}`, 'DESC', ...sorts, `@${score}`, 'DESC'], score };
}

/** The tier of a score. */
export const tierAt = (score: number): number => Math.floor(Math.log(score) / TIER_SIZE);

/** The tier that the engine finds for a score; null where it may find another one. */
export function tierOf(score: number): number | null {
  const place = Math.log(score) / TIER_SIZE;
  return Math.abs(place - Math.round(place)) < TIER_EDGE ? null : Math.floor(place);
}

/** What relevance is multiplied by under a decay: `rest` and the shares of all steps that a date reaches. */
export interface DecaySteps {
  readonly rest: number;
  readonly steps: readonly { readonly share: number; readonly since: number }[];
}

/** @param now milliseconds since 1970, from which ages are counted */
export function decaySteps({ halfLifeDays, by }: DecayRule, now: number): DecaySteps {
  let left = 1;
  const steps = DECAY_STEPS.map((halfLives) => {
    const rest = 0.5 ** halfLives;
    const share = Number((by * (left - rest)).toFixed(6));
    left = rest;
    return { share, since: Math.round(now - halfLives * halfLifeDays * DAY_MS) };
  });
  return { rest: Number((1 - by).toFixed(6)), steps };
}

/** The engine has no conditional, but comparisons that are 0 or 1. */
function decayFactor(layout: Layout, rule: DecayRule, now: number): string {
  const attribute = fieldAt(layout, rule.decay).members.descending;
  const { rest, steps } = decaySteps(rule, now);
  const terms = steps.map(
    ({ share, since }) => `${share.toFixed(6)}*(exists(@${attribute}) && @${attribute}>=${since})`,
  );
  return `(${rest.toFixed(6)}+${terms.join('+')})`;
}

/** The path and direction of a sort in a ranking. */
export function rankingSort(sort: string): SortKey {
  const at = sort.lastIndexOf(':');
  return { path: sort.slice(0, at), direction: sort.slice(at + 1) === 'asc' ? 'asc' : 'desc' };
}

function sortKey(layout: Layout, sort: string): readonly string[] {
  const { path, direction } = rankingSort(sort);
  if (path === ID_ATTRIBUTE) return [`@${ID_ATTRIBUTE}`, direction.toUpperCase()];
  const { members } = fieldAt(layout, path);
  return [`@${direction === 'asc' ? members.ascending : members.descending}`, direction.toUpperCase()];
}
