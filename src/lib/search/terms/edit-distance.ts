/**
 * How many letters have to be inserted, deleted, replaced or swapped with their neighbour to make one word of the other,
 * or `max + 1` when that is more than `max`. The optimal string alignment distance: no part is edited twice.
 * Source: G. Navarro, "A guided tour to approximate string matching", ACM Computing Surveys 33 (2001).
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  const last = finalRow(a, b, max);
  return Math.min(last?.[b.length] ?? max + 1, max + 1);
}

/** The same between a word and the beginning of another one that is nearest to it. */
export function prefixDistance(word: string, other: string, max: number): number {
  const last = finalRow(word, other.slice(0, word.length + max), max);
  return Math.min(...(last ?? []), max + 1);
}

/** The distances between `a` and every beginning of `b`; undefined when all are above `max`. */
function finalRow(a: string, b: string, max: number): readonly number[] | undefined {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const equal = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let distance = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + (equal ? 0 : 1));
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) distance = Math.min(distance, at(before, j - 2) + 1);
      row.push(distance);
      if (distance < least) least = distance;
    }
    // A swap looks two rows back, so one row above the limit does not decide.
    if (least > max && Math.min(...previous) > max) return undefined;
    before = previous;
    previous = row;
  }
  return previous;
}

const at = (row: readonly number[], index: number) => row[index] ?? Infinity;
