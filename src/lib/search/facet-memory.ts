import type { FacetReply } from '../query/facet-plan.js';

const MANY_GROUPS = 1_000;
const SOME_GROUPS = 200;

/**
 * Remembers, for one process, which facets have so many combinations of values that the engine had better split them.
 * A combination that comes costs as much as splitting ten documents.
 */
export class FacetMemory {
  readonly #split = new Set<string>();
  /** False once a document had more values than the engine splits: then facets are counted one by one. */
  together = true;

  get splitFacets(): ReadonlySet<string> {
    return this.#split;
  }

  learn(facets: readonly FacetReply[]): void {
    for (const facet of facets) if (isScattered(facet)) this.#split.add(facet.path);
  }
}

/** Also where few documents share a combination: then there are as many more as there are more documents. */
const isScattered = ({ groups, grouped }: FacetReply) =>
  groups > MANY_GROUPS || (groups >= SOME_GROUPS && groups > grouped / 2);
