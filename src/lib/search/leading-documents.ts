import type { RawPage } from '../query/hits-step.js';
import { leadingHitsPlan } from '../query/leading-hits-plan.js';
import { boundAt, leadingSampleStep, leadingSortOf } from '../query/leading-sort.js';
import { mapPlan, planOf } from '../query/plan.js';
import type { Plan } from '../query/plan.js';
import type { Search } from '../query/search.js';
import type { Target } from '../query/step.js';

/** Shares of all documents among which a page is looked for. Few different ones, so that equal pages are asked alike. */
const SHARES = [0.02, 0.05, 0.1] as const;
/** So many times the hits that are wanted are expected there, for not all of them fit best. */
const TIMES = 8;
/** Deeper pages are looked for among all. */
const DEEPEST = 100;
const MAX_AGE_MS = 3_600_000;
const MOST_UNSURE = 1_000;

interface Sample {
  /** The index, and the attribute that its documents are sorted by. */
  readonly of: string;
  readonly readAt: number;
  /** For each share the value that about so many documents stand at or before; null where there is none. */
  readonly bounds: readonly (number | null)[];
}

/** Knows by a sample which documents of a collection lead by the sort of its ranking. Where it errs, searches cost more. */
export class LeadingDocuments {
  #sample: Sample | null = null;
  /** The commands of plans that were not sure. */
  readonly #unsure = new Set<string>();

  /**
   * A plan that looks for a page among leading documents, see `leadingHitsPlan`.
   * @param expected about how many hits there are
   * @returns null where that is not worth it
   */
  async planOf(
    target: Target,
    search: Search,
    expected: number,
    ask: <R>(plan: Plan<R>) => Promise<R>,
  ): Promise<Plan<RawPage | null> | null> {
    const wanted = search.page * search.size;
    const share = SHARES.findIndex((candidate) => candidate * expected >= TIMES * wanted);
    if (search.order !== null || search.vector !== null || wanted === 0 || wanted > DEEPEST) return null;
    const sort = leadingSortOf(target);
    if (share < 0 || sort === null) return null;
    const of = `${target.index} ${sort.attribute}`;
    if (this.#sample?.of !== of || Date.now() - this.#sample.readAt > MAX_AGE_MS) {
      const values = await ask(planOf(leadingSampleStep(target, sort, search.timeoutMs)));
      this.#sample = { of, readAt: Date.now(), bounds: SHARES.map((each) => boundAt(values, sort, each)) };
      this.#unsure.clear();
    }
    const bound = this.#sample.bounds[share] ?? null;
    const plan = bound === null ? null : leadingHitsPlan(target, search, sort, bound);
    return plan === null || this.#unsure.has(String(plan.commands)) ? null : this.#learning(plan);
  }

  #learning(plan: Plan<RawPage | null>): Plan<RawPage | null> {
    return mapPlan(plan, (page) => {
      if (this.#unsure.size === MOST_UNSURE) this.#unsure.clear();
      if (page === null) this.#unsure.add(String(plan.commands));
      return page;
    });
  }
}
