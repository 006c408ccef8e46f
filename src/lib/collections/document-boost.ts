import { createHash } from 'node:crypto';
import type { Collection } from './collection.js';
import { parsePath } from './path.js';
import type { Path } from './path.js';

/** What the boosts of a ranking make of a document: the engine multiplies its score by this. */
export interface DocumentBoost {
  /** The member of `$.idx` that holds the product of all factors. */
  readonly member: string;
  /** In the order of the rules, so that whoever multiplies them gets the same number. */
  readonly factors: readonly BoostFactor[];
}

export interface BoostFactor {
  readonly path: string;
  readonly steps: Path;
  /** Multiplies the score where the value is true. */
  readonly by: number;
}

type Ranked = Pick<Collection, 'ranking'>;

const known = new WeakMap<Collection['ranking'], DocumentBoost | null>();

/** The boost of a collection's documents; null where its ranking boosts nothing. */
export function documentBoostOf({ ranking }: Ranked): DocumentBoost | null {
  const found = known.get(ranking);
  if (found !== undefined) return found;
  const factors = ranking.flatMap((rule) =>
    typeof rule !== 'string' && 'boost' in rule
      ? [{ path: rule.boost, steps: parsePath(rule.boost), by: rule.by }]
      : [],
  );
  const boost = factors.length === 0 ? null : Object.freeze({ member: memberOf(factors), factors });
  known.set(ranking, boost);
  return boost;
}

/** The name holds a hash of the factors, so that those of an old and a new definition can lie side by side. */
function memberOf(factors: readonly BoostFactor[]): string {
  const identity = JSON.stringify(factors.map(({ path, by }) => [path, by]));
  return `boost_${createHash('sha256').update(identity).digest('hex').slice(0, 6)}`;
}
