import { foldTag } from '../analysis/fold.js';
import { hierarchyLevels } from '../collections/hierarchy-levels.js';
import { topValues } from './fold-facet.js';
import type { FoldedValue } from './fold-facet.js';
import type { FacetNode, TreeFacet } from './search-result.js';

/** The tree of a hierarchy facet: the top level, opened along the selection; `size` values a level. */
export function treeFacet(
  folded: readonly FoldedValue[],
  selected: readonly string[],
  separator: string,
  size: number,
  exact: boolean,
): TreeFacet {
  const paths = selected.flatMap((path) => hierarchyLevels(path, separator));
  const open = new Map(paths.map((path) => [foldTag(path), path]));
  const chosen = new Set(selected.map((path) => foldTag(hierarchyLevels(path, separator).at(-1) ?? '')));
  const byParent = groupByParent(folded, separator);
  const nodes = (parent: string): readonly FacetNode[] => {
    const along = new Map([...open].filter(([, path]) => parentOf(path, separator) === parent));
    return topValues(byParent.get(parent) ?? [], along, size).map(({ folded: key, value, count }) => ({
      value,
      count,
      selected: chosen.has(key),
      children: open.has(key) ? nodes(key) : [],
    }));
  };
  return { values: nodes(''), valueCount: byParent.get('')?.length ?? 0, exact };
}

function groupByParent(folded: readonly FoldedValue[], separator: string): ReadonlyMap<string, FoldedValue[]> {
  const groups = new Map<string, FoldedValue[]>();
  for (const value of folded) {
    const parent = parentOf(value.value, separator);
    const group = groups.get(parent);
    if (group === undefined) groups.set(parent, [value]);
    else group.push(value);
  }
  return groups;
}

/** The folded path one level up; blank above the top level. */
function parentOf(path: string, separator: string): string {
  return foldTag(hierarchyLevels(path, separator).at(-2) ?? '');
}
