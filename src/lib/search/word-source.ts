import type { FacetReply } from '../query/facet-plan.js';
import type { RawPage } from '../query/hits-step.js';
import type { Search } from '../query/search.js';
import type { TextPlan } from '../query/text-plan.js';

/** A page that was found. */
export interface FoundPage extends RawPage {
  /** Null where they are still to be counted. */
  readonly facets: readonly FacetReply[] | null;
  /** Whether beginnings of words stood for all words that begin with them. */
  readonly isWhole: boolean;
}

/** Knows which documents hold which words. */
export interface WordSource {
  /**
   * Finds the page of a search, and whether any document fulfils each of some plans, filters aside.
   * @param expected about how many hits there are, filters aside
   */
  find(
    search: Search,
    plans: readonly TextPlan[],
    expected: number,
  ): Promise<{ readonly page: FoundPage; readonly exist: readonly boolean[] }>;
  /** How many documents fulfil each of some plans, filters aside. */
  count(search: Search, plans: readonly TextPlan[]): Promise<readonly number[]>;
}
