import { countStep } from '../query/count-step.js';
import { existsStep } from '../query/exists-step.js';
import { ALL } from '../query/filter.js';
import type { RawPage } from '../query/hits-step.js';
import { hitsPlan } from '../query/page-plan.js';
import { allOf, both, mapPlan, planOf } from '../query/plan.js';
import type { Plan } from '../query/plan.js';
import type { Reads } from '../query/reads.js';
import type { Search } from '../query/search.js';
import type { Target } from '../query/step.js';
import type { TextPlan } from '../query/text-plan.js';
import type { LeadingDocuments } from './leading-documents.js';
import type { FoundPage, WordSource } from './word-source.js';

export interface EngineWordsOptions {
  readonly target: Target;
  readonly leading: LeadingDocuments;
  /** Whether the reply with the hits also tells how many there are. */
  readonly hitsTellTotal: boolean;
  /** What is asked after a page was found. */
  readonly laterOf: (search: Search) => readonly Reads[];
  readonly ask: <R>(plan: Plan<R>, how?: { readonly later: readonly Reads[] }) => Promise<R>;
  /** Told what the engine could not do wholly. */
  readonly warn: (warnings: readonly string[]) => void;
}

/** Asks the engine which documents hold words. */
export class EngineWords implements WordSource {
  readonly #options: EngineWordsOptions;

  constructor(options: EngineWordsOptions) {
    this.#options = options;
  }

  async find(search: Search, plans: readonly TextPlan[], expected: number) {
    const { target, leading, ask, laterOf } = this.#options;
    const isFiltered = search.selections.size > 0 || search.filter !== ALL;
    const quick = isFiltered ? null : await leading.planOf(target, search, expected, ask);
    const exists = allOf(plans.map((plan) => this.#exists(search, plan)));
    const later = { later: laterOf(search) };
    const [found, exist] = await ask(
      both<RawPage | null, readonly boolean[]>(quick ?? this.#page(search), exists),
      later,
    );
    return { page: toFound(found ?? (await ask(this.#page(search), later))), exist };
  }

  count(search: Search, plans: readonly TextPlan[]): Promise<readonly number[]> {
    return this.#options.ask(allOf(plans.map((plan) => this.#count(search, plan))));
  }

  /** The page of a search, with or without words. */
  async page(search: Search): Promise<FoundPage> {
    const { ask, laterOf } = this.#options;
    return toFound(await ask(this.#page(search), { later: laterOf(search) }));
  }

  #page(search: Search): Plan<RawPage> {
    const { target, hitsTellTotal } = this.#options;
    return hitsPlan(target, search, { hitsTellTotal });
  }

  #exists(search: Search, plan: TextPlan): Plan<boolean> {
    const { target, warn } = this.#options;
    return mapPlan(planOf(existsStep(target, unfiltered(search, plan))), ({ exists, warnings }) => {
      warn(warnings);
      return exists;
    });
  }

  #count(search: Search, plan: TextPlan): Plan<number> {
    const { target, warn } = this.#options;
    return mapPlan(planOf(countStep(target, unfiltered(search, plan))), ({ total, warnings }) => {
      warn(warnings);
      return total;
    });
  }
}

const toFound = (page: RawPage): FoundPage => ({ ...page, facets: null, isWhole: false });

const unfiltered = (search: Search, plan: TextPlan): Search => ({
  ...search,
  plan,
  selections: new Map(),
  filter: ALL,
});
