import type { FacetReply } from '../query/facet-plan.js';

const MANY_GROUPS = 1_000;

/** Remembers, for one process, which facets have so many combinations of values that the engine had better split them. */
export class FacetMemory {
  readonly #split = new Set<string>();

  get splitFacets(): ReadonlySet<string> {
    return this.#split;
  }

  learn(facets: readonly FacetReply[]): void {
    for (const { path, groups } of facets) if (groups > MANY_GROUPS) this.#split.add(path);
  }
}
