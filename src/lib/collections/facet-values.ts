/** Stands between two values of one facet member. Values are escaped so that they never hold it. */
export const VALUE_SEPARATOR = '\x1f';

const ESCAPE = '\x1b';
const ESCAPES: Readonly<Record<string, string>> = { [ESCAPE]: '\x1bE', [VALUE_SEPARATOR]: '\x1bS' };
const UNESCAPES: Readonly<Record<string, string>> = { '\x1bE': '\x1b', '\x1bS': VALUE_SEPARATOR };

const ESCAPED = /[\x1b\x1f]/;

/** A facet value as it stands among joined ones. */
export function escapeFacetValue(value: string): string {
  return ESCAPED.test(value) ? value.replace(/[\x1b\x1f]/g, (char) => ESCAPES[char] ?? char) : value;
}

/** Joins facet values to the one string that the engine groups by. */
export function joinFacetValues(values: Iterable<string>): string {
  return Array.from(values, escapeFacetValue).join(VALUE_SEPARATOR);
}

/** The values of a joined string. */
export function splitFacetValues(joined: string): readonly string[] {
  const values = joined.split(VALUE_SEPARATOR);
  if (!joined.includes(ESCAPE)) return values;
  return values.map((value) => value.replace(/\x1b[ES]/g, (pair) => UNESCAPES[pair] ?? pair));
}
