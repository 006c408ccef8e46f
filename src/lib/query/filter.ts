/** A condition on documents: frozen data by field path, checked when it is made. */
export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'values'; readonly path: string; readonly values: readonly (string | number | boolean)[] }
  | ({ readonly kind: 'range'; readonly path: string } & Range)
  | { readonly kind: 'near'; readonly path: string; readonly lat: number; readonly lon: number; readonly km: number }
  | { readonly kind: 'exists'; readonly path: string }
  | { readonly kind: 'and' | 'or'; readonly items: readonly Filter[] }
  | { readonly kind: 'not'; readonly item: Filter };

/** Bounds of a range; dates in milliseconds since 1970. */
export interface Range {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

export const ALL: Filter = Object.freeze({ kind: 'all' });

/** All of the filters. */
export function and(items: readonly Filter[]): Filter {
  const rest = items.filter((item) => item.kind !== 'all');
  return rest.length < 2 ? (rest[0] ?? ALL) : Object.freeze({ kind: 'and', items: Object.freeze(rest) });
}

/** Any of the filters; there is at least one. */
export function or(items: readonly Filter[]): Filter {
  if (items.some((item) => item.kind === 'all')) return ALL;
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : Object.freeze({ kind: 'or', items: Object.freeze(items) });
}

export function not(item: Filter): Filter {
  return item.kind === 'not' ? item.item : Object.freeze({ kind: 'not', item });
}
