import { compareUtf8, sortKey } from '../../analysis/sort-key.js';

/** `[smallest, largest]`, or `[value]` where they are the same: what a field is sorted by. */
export function numberExtremes(values: readonly number[]): readonly number[] {
  let [least = 0] = values;
  let greatest = least;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least === greatest ? [least] : [least, greatest];
}

/** The same of strings, as their sort keys. */
export function stringExtremes(values: readonly string[]): readonly string[] {
  const [first = '', ...rest] = values;
  let least = sortKey(first);
  let greatest = least;
  for (const value of rest) {
    const key = sortKey(value);
    if (compareUtf8(key, least) < 0) least = key;
    if (compareUtf8(key, greatest) > 0) greatest = key;
  }
  return least === greatest ? [least] : [least, greatest];
}
