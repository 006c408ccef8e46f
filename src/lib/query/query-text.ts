import type { Layout } from '../collections/field-layout.js';
import { compileFilter, fieldAt } from './compile-filter.js';
import { compileText } from './compile-text.js';
import { toConjunction } from './conjunction.js';
import type { Parameters } from './parameters.js';
import type { Search } from './search.js';

/** Under this name the distance to the vector stands in a row. */
export const DISTANCE = 'distance';

/**
 * The query text of a search: words, selections and other conditions.
 * @param without a field whose own selection is left out, for its facet
 * @param extra a clause that has to hold too
 * @param ranked whether hits get a score
 */
export function queryText(
  layout: Layout,
  search: Search,
  parameters: Parameters,
  {
    without,
    extra,
    ranked = false,
  }: { readonly without?: string; readonly extra?: string; readonly ranked?: boolean } = {},
): string {
  const selections = [...search.selections].filter(([path]) => path !== without).map(([, filter]) => filter);
  const clauses = [
    search.plan === null ? null : compileText(layout, search.plan, parameters, ranked),
    ...[...selections, search.filter].flatMap(toConjunction).map((filter) => compileFilter(layout, filter, parameters)),
    extra ?? null,
  ].filter((clause) => clause !== null);
  const text = clauses.length === 0 ? '*' : clauses.join(' ');
  return search.vector === null ? text : nearest(layout, search.vector, text, parameters);
}

function nearest(
  layout: Layout,
  { path, value, k }: NonNullable<Search['vector']>,
  filter: string,
  parameters: Parameters,
): string {
  const { members } = fieldAt(layout, path);
  const blob = Buffer.from(Float32Array.from(value).buffer);
  const subset = filter === '*' ? '*' : `(${filter})`;
  return `${subset}=>[KNN ${parameters.bind(String(k))} @${members.filter} ${parameters.bind(blob)} AS ${DISTANCE}]`;
}
