import { createHash } from 'node:crypto';
import type { FieldLayout, Layout } from './field-layout.js';
import { VALUE_SEPARATOR } from './facet-values.js';

/** Values of one document that the engine splits; it leaves out those beyond. */
export const MOST_PACKED = 1_024;

/** Fewer facets are counted one by one. */
const LEAST_FACETS = 3;
/** None of them means anything in an expression. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The facet values of all fields in one member, so that one pass over the documents counts them all. */
export interface PackedFacets {
  /** The member of `$.idx` and the attribute over it. */
  readonly member: string;
  /** Listed in `has` when a document has more values than the engine splits. */
  readonly overflow: string;
  /** The letter that begins the values of a field, by its path. */
  readonly letters: ReadonlyMap<string, string>;
}

const known = new WeakMap<Layout, PackedFacets | null>();

/** How the facets of a collection are packed; null where that is not worth it. */
export function packedFacetsOf(layout: Layout): PackedFacets | null {
  const found = known.get(layout);
  if (found !== undefined) return found;
  const facets = [...layout.values()].filter(isPacked);
  const packed = facets.length < LEAST_FACETS || facets.length > LETTERS.length ? null : pack(facets);
  known.set(layout, packed);
  return packed;
}

function isPacked({ field }: FieldLayout): boolean {
  return (field.kind === 'tag' || field.kind === 'hierarchy') && field.facet;
}

function pack(facets: readonly FieldLayout[]): PackedFacets {
  const members = facets.map(({ members: { facet } }) => facet);
  const hash = createHash('sha256').update(members.join()).digest('hex').slice(0, 6);
  const letters = facets.map(({ path }, at) => [path, LETTERS.charAt(at)] as const);
  return Object.freeze({ member: `facets_${hash}`, overflow: `facets_${hash}+`, letters: new Map(letters) });
}

/** The values of a document. @param joinedOf gives the values of a field joined, undefined without any */
export function packFacetValues(
  { letters }: PackedFacets,
  joinedOf: (path: string) => string | undefined,
): { readonly joined: string; readonly isTooMany: boolean } {
  const fields: string[] = [];
  for (const [path, letter] of letters) {
    const values = joinedOf(path);
    if (values !== undefined) fields.push(letter + values.replaceAll(VALUE_SEPARATOR, VALUE_SEPARATOR + letter));
  }
  const joined = fields.join(VALUE_SEPARATOR);
  return { joined, isTooMany: joined.length > MOST_PACKED && joined.split(VALUE_SEPARATOR).length > MOST_PACKED };
}
