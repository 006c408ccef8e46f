const K1 = 1.2;
const B = 0.5;

/** From so many documents on, what is told of all of them is rounded, to so many bits. */
const MANY = 1_000;
const SIGNIFICANT_BITS = 8;

/** What scores depend on of all documents together. */
export interface CorpusStatistics {
  readonly documents: number;
  readonly averageLength: number;
}

/**
 * Of many documents both numbers are rounded, which moves a score by less than one in 500: so the scores of some documents
 * stay as they are while a few others come, go or change.
 */
export function corpusStatistics(documents: number, totalLength: number): CorpusStatistics {
  const averageLength = documents === 0 ? 0 : totalLength / documents;
  if (documents < MANY) return { documents, averageLength };
  return { documents: rounded(documents), averageLength: rounded(averageLength) };
}

function rounded(value: number): number {
  if (value === 0) return 0;
  const step = 2 ** (Math.floor(Math.log2(value)) + 1 - SIGNIFICANT_BITS);
  return Math.round(value / step) * step;
}

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
