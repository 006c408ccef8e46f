import { VALUE_SEPARATOR } from '../collections/facet-values.js';
import { HAS } from '../collections/members.js';
import { packedFacetsOf } from '../collections/packed-facets.js';
import type { PackedFacets } from '../collections/packed-facets.js';
import { countStep } from './count-step.js';
import { countValues, readGroups } from './facet-values-step.js';
import type { ValueGroups } from './facet-values-step.js';
import { createParameters } from './parameters.js';
import { queryText } from './query-text.js';
import { readsOf } from './reads.js';
import { readReply } from './reply.js';
import type { FacetRequest, Search } from './search.js';
import { beginning, ending } from './step.js';
import type { Step, Target } from './step.js';

/** Fewer facets are counted one by one. */
const LEAST_TOGETHER = 3;

/** Facets that are counted in one pass over the documents. */
export interface FacetsTogether {
  readonly packed: PackedFacets;
  readonly paths: ReadonlySet<string>;
}

/**
 * The facets of a search that had better be counted together: those that heed all selections, when they are at least three
 * and at least half of what is packed. A pass over five fields takes as long as two passes over one. Null for none.
 */
export function facetsTogether({ layout }: Target, { facets, selections }: Search): FacetsTogether | null {
  const packed = packedFacetsOf(layout);
  if (packed === null) return null;
  const alike = facets.filter(({ path }: FacetRequest) => packed.letters.has(path) && !selections.has(path));
  const paths = new Set(alike.map(({ path }) => path));
  return paths.size < Math.max(LEAST_TOGETHER, packed.letters.size / 2) ? null : { packed, paths };
}

/** The groups of several facets by their paths. */
export interface PackedGroups {
  readonly groups: ReadonlyMap<string, ValueGroups['groups']>;
  readonly warnings: readonly string[];
}

/** Counts the values of several facets, which stand in one attribute. */
export function facetsPackedStep(
  target: Target,
  search: Search,
  { packed, paths }: FacetsTogether,
): Step<PackedGroups> {
  const { member, letters } = packed;
  const parameters = createParameters();
  const text = queryText(target.layout, search, parameters);
  const wanted = [...letters].filter(([path]) => paths.has(path));
  const others = wanted.length < letters.size;
  const command = [
    ...beginning('FT.AGGREGATE', target, text),
    ...['FILTER', `exists(@${member})`],
    ...['APPLY', `split(@${member},"${VALUE_SEPARATOR}","")`, 'AS', 'value'],
    ...countValues('value', others ? wanted.map(([, letter]) => `startswith(@value,"${letter}")`).join('||') : null),
    ...ending(search.timeoutMs, parameters.args()),
  ];
  const read = (reply: unknown): PackedGroups => {
    const { rows, warnings } = readReply(reply);
    const list: unknown = rows[0]?.['groups'];
    return { groups: Array.isArray(list) ? unpack(letters, list) : new Map(), warnings };
  };
  return { command, reads: readsOf(target, search, { paths: [...letters.keys()] }), read };
}

const known = new WeakMap<readonly unknown[], PackedGroups['groups']>();

/** Done once where a reply is used again. */
function unpack(letters: PackedFacets['letters'], list: readonly unknown[]): PackedGroups['groups'] {
  const found = known.get(list);
  if (found !== undefined) return found;
  const byLetter = new Map<string, [string, number][]>();
  for (const [value, count] of readGroups(list)) {
    const groups = byLetter.get(value.charAt(0));
    if (groups === undefined) byLetter.set(value.charAt(0), [[value.slice(1), count]]);
    else groups.push([value.slice(1), count]);
  }
  const groups = new Map([...letters].map(([path, letter]) => [path, byLetter.get(letter) ?? []]));
  known.set(list, groups);
  return groups;
}

/** Counts the documents with more values than the engine splits: where there are any, facets are counted one by one. */
export function facetsOverflowStep(target: Target, search: Search, { packed }: FacetsTogether) {
  const clause = (bind: (value: string) => string) => `(@${HAS}:{${bind(packed.overflow)}})`;
  return countStep(target, search, { paths: [...packed.letters.keys()], clause });
}
