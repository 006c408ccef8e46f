import fc from 'fast-check';
import { AisleError } from '../errors/aisle-error.js';
import { toConjunction } from './conjunction.js';
import { and, not, or } from './filter.js';
import type { Filter } from './filter.js';

const is = (path: string): Filter => ({ kind: 'exists', path });
const [a, b, c] = [is('a'), is('b'), is('c')];

describe('a conjunction', () => {
  it.each<[string, Filter, Filter[]]>([
    ['a condition', a, [a]],
    ['no negation, however deep', or([a, and([b, or([a, c])])]), [or([a, and([b, or([a, c])])])]],
    ['a negation', not(and([a, b])), [not(and([a, b]))]],
    ['a negation within an alternative', or([a, and([b, not(c)])]), [or([a, b]), or([a, not(c)])]],
    ['a negated alternative with a negation', not(or([a, not(b)])), [b, not(a)]],
    ['negations alone', or([a, and([not(b), not(c)])]), [or([a, not(or([b, c]))])]],
  ])('of %s', (_, filter, expected) => {
    expect(toConjunction(filter)).toEqual(expected);
  });

  it('holds for the same documents', () => {
    const leaf = fc.constantFrom(...['a', 'b', 'c', 'd'].map(is));
    const { filter: filters } = fc.letrec<{ filter: Filter }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('filter'), { minLength: 2, maxLength: 3 }).map(and),
        fc.array(tie('filter'), { minLength: 2, maxLength: 3 }).map(or),
        tie('filter').map(not),
      ),
    }));
    fc.assert(
      fc.property(filters, fc.subarray(['a', 'b', 'c', 'd']), (filter, members) => {
        const clauses = toConjunctionOrNull(filter);
        fc.pre(clauses !== null);
        expect(clauses.every((clause) => holds(clause, members))).toBe(holds(filter, members));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused where it would become too large', () => {
    const filter = or(Array.from({ length: 15 }, (_, i) => and([is(`a${i}`), not(is(`b${i}`))])));
    expect(() => toConjunction(filter)).toThrow(AisleError);
  });
});

function toConjunctionOrNull(filter: Filter): readonly Filter[] | null {
  try {
    return toConjunction(filter);
  } catch (error) {
    if (error instanceof AisleError && error.code === 'LIMIT_EXCEEDED') return null;
    throw error;
  }
}

function holds(filter: Filter, members: readonly string[]): boolean {
  if (filter.kind === 'exists') return members.includes(filter.path);
  if (filter.kind === 'not') return !holds(filter.item, members);
  if (filter.kind === 'and') return filter.items.every((item) => holds(item, members));
  return filter.kind === 'or' && filter.items.some((item) => holds(item, members));
}
