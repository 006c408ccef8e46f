import { foldTag } from '../analysis/fold.js';

/** The path of each level from the top, white space around the separator normalised: `A > B` → `['A', 'A > B']`. */
export function hierarchyLevels(value: string, separator: string): readonly string[] {
  const names = value
    .split(separator.trim())
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.map((_, index) => names.slice(0, index + 1).join(separator));
}

/** A path as filters compare it: case ignored, spaces around the separator normalised; blank when there is no level. */
export function foldHierarchy(value: string, separator: string): string {
  return foldTag(hierarchyLevels(value, separator).at(-1) ?? '');
}
