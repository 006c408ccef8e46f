/**
 * How much a term tells that is in `count` of `documents`: the inverse document frequency of BM25 as the engine computes
 * it. Source: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the 1 that
 * keeps it above zero.
 */
export function rarity(count: number, documents: number): number {
  const holders = Math.min(count, documents);
  return Math.log(1 + (documents - holders + 0.5) / (holders + 0.5));
}
