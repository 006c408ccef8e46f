/**
 * What must be the same whoever answers.
 * @typedef {object} Answer
 * @property {number} total
 * @property {number} hits How many came.
 * @property {Readonly<Record<string, readonly number[]>>} facets The highest counts, of a number `[count, min, max]`.
 */

/** So many values everybody gives; Aisle adds selected ones, also those that nothing has. */
const VALUES = 10;

/** @returns {Answer} */
export function answerOf({ total, hits, facets = {} }) {
  return {
    total,
    hits: hits.length,
    facets: Object.fromEntries(Object.entries(facets).map(([path, facet]) => [path, countsOf(facet)])),
  };
}

/** Numbers as some keep them, with 24 bits. */
function countsOf(facet) {
  if ('values' in facet)
    return facet.values
      .map(({ count }) => count)
      .filter((count) => count > 0)
      .slice(0, VALUES);
  return facet.count === 0 ? [0] : [facet.count, Math.fround(facet.min), Math.fround(facet.max)];
}

/** What is wrong with an answer; null when nothing is. */
export function faultOf(answer, expected) {
  if (answer.total !== expected.total) return `the total is ${answer.total}, not ${expected.total}`;
  if (answer.hits !== expected.hits) return `${answer.hits} hits came, not ${expected.hits}`;
  for (const [path, counts] of Object.entries(expected.facets)) {
    const found = answer.facets[path]?.join();
    if (found !== counts.join()) return `the facet ${path} counts ${found}, not ${counts.join()}`;
  }
  return null;
}
