const K1 = 1.2;
const B = 0.5;

/** How the length of documents counts. A word's score in a document is its gain times `f / (f + flat + slope × length)`. */
export interface LengthNorm {
  readonly flat: number;
  readonly slope: number;
}

/**
 * The norm of Okapi BM25 as the engine computes it, with k₁ = 1.2 and b = 0.5. Source: S. Robertson, H. Zaragoza, "The
 * Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.2.
 * @param averageLength of all documents
 */
export function lengthNorm(averageLength: number): LengthNorm {
  return { flat: K1 * (1 - B), slope: averageLength > 0 ? (K1 * B) / averageLength : 0 };
}

/** The most that a word can add to a score, by how much it tells and what it counts. */
export const gainOf = (rarity: number, weight: number): number => rarity * weight * (K1 + 1);
