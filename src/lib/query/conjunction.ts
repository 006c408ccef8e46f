import { and, not, or } from './filter.js';
import type { Filter } from './filter.js';
import { inputError } from './input.js';

const MAX_CLAUSES = 1_024;

/**
 * The same condition as filters that must all hold, none of which has a conjunction with a negation within an alternative
 * (conjunctive normal form, by De Morgan's and the distributive laws): there RediSearch 2.10 loses documents. `a|(b -c)`
 * becomes `(a|b) (a|-c)`. Parts without any negation stay as they are.
 * @throws LIMIT_EXCEEDED where the combinations become too many
 */
export function toConjunction(filter: Filter): readonly Filter[] {
  return clausesOf(filter).map(({ any, none }) => or([...present(any), ...present(none).map(not)]));
}

/** `any`, or not `none`; at least one is there. Neither holds a negation. */
interface Clause {
  readonly any: Filter | null;
  readonly none: Filter | null;
}

function clausesOf(filter: Filter): readonly Clause[] {
  if (!hasNegation(filter)) return [{ any: filter, none: null }];
  switch (filter.kind) {
    case 'and':
      return merged(filter.items.flatMap(clausesOf));
    case 'or':
      return filter.items.map(clausesOf).reduce(alternatives);
    case 'not':
      return hasNegation(filter.item) ? clausesOf(negated(filter.item)) : [{ any: null, none: filter.item }];
    default:
      return [{ any: filter, none: null }];
  }
}

/** Either all clauses of the one or all of the other: every pair of them. */
function alternatives(one: readonly Clause[], other: readonly Clause[]): readonly Clause[] {
  if (one.length * other.length > MAX_CLAUSES) {
    throw inputError('LIMIT_EXCEEDED', 'where', 'combines and, or and not in too many ways; split the search');
  }
  return merged(
    one.flatMap((left) =>
      other.map((right) => ({
        any: combined(or, left.any, right.any),
        none: combined(and, left.none, right.none),
      })),
    ),
  );
}

/** Clauses without a negation are one together, and so are those that are nothing but negations. */
function merged(clauses: readonly Clause[]): readonly Clause[] {
  const positive = clauses.flatMap(({ any, none }) => (none === null ? present(any) : []));
  const negative = clauses.flatMap(({ any, none }) => (any === null ? present(none) : []));
  return [
    ...(positive.length === 0 ? [] : [{ any: and(positive), none: null }]),
    ...(negative.length === 0 ? [] : [{ any: null, none: or(negative) }]),
    ...clauses.filter(({ any, none }) => any !== null && none !== null),
  ];
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

const present = (filter: Filter | null): readonly Filter[] => (filter === null ? [] : [filter]);

const combined = (join: (items: readonly Filter[]) => Filter, one: Filter | null, other: Filter | null) =>
  one !== null && other !== null ? join([one, other]) : (one ?? other);
