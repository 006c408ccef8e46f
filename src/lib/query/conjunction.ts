import { inputError } from './input.js';
import { not, or } from './filter.js';
import type { Filter } from './filter.js';

const MAX_LITERALS = 4_096;

/**
 * The same condition as filters that must all hold, each an alternative of conditions without negation and of negated ones
 * (conjunctive normal form). RediSearch 2.10 loses documents where a conjunction with a negation stands within an
 * alternative, `a|(b -c)`; `(a|b) (a|-c)` is right. Parts without any negation stay as they are.
 * @throws LIMIT_EXCEEDED where the combinations become too many
 */
export function toConjunction(filter: Filter): readonly Filter[] {
  return clausesOf(filter).map((literals) => or(literals));
}

/** Filters of which one must hold. */
type Clause = readonly Filter[];

function clausesOf(filter: Filter): readonly Clause[] {
  if (!hasNegation(filter)) return [[filter]];
  switch (filter.kind) {
    case 'and':
      return filter.items.flatMap(clausesOf);
    case 'or':
      return filter.items.map(clausesOf).reduce(alternatives);
    case 'not':
      return hasNegation(filter.item) ? clausesOf(negated(filter.item)) : [[filter]];
    default:
      return [[filter]];
  }
}

/** Either all clauses of the one or all of the other: every pair of them. */
function alternatives(one: readonly Clause[], other: readonly Clause[]): readonly Clause[] {
  const literals = (clauses: readonly Clause[]) => clauses.reduce((sum, clause) => sum + clause.length, 0);
  if (literals(one) * other.length + literals(other) * one.length > MAX_LITERALS) {
    throw inputError('LIMIT_EXCEEDED', 'where', 'combines and, or and not in too many ways; split the search');
  }
  return one.flatMap((clause) => other.map((rest) => [...clause, ...rest]));
}

/** Moves a negation inwards, by De Morgan's laws. */
function negated(filter: Filter): Filter {
  if (filter.kind !== 'and' && filter.kind !== 'or') return not(filter);
  return { kind: filter.kind === 'and' ? 'or' : 'and', items: filter.items.map(negated) };
}

function hasNegation(filter: Filter): boolean {
  if (filter.kind === 'not') return true;
  return (filter.kind === 'and' || filter.kind === 'or') && filter.items.some(hasNegation);
}
