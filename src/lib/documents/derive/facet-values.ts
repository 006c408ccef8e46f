import { VALUE_SEPARATOR } from '../../collections/index-schema.js';

const ESCAPE = '\x1b';
const SPECIAL = /[\x1b\x1f]/;

/** Joins the values of a facet member, so that {@link splitFacetValues} gives them back. */
export function joinFacetValues(values: Iterable<string>): string {
  return Array.from(values, escape).join(VALUE_SEPARATOR);
}

/** The values of a facet member. */
export function splitFacetValues(joined: string): readonly string[] {
  return joined.split(VALUE_SEPARATOR).map(unescape);
}

function escape(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value.replaceAll(ESCAPE, `${ESCAPE}E`).replaceAll(VALUE_SEPARATOR, `${ESCAPE}S`);
}

function unescape(value: string): string {
  return value.replaceAll(`${ESCAPE}S`, VALUE_SEPARATOR).replaceAll(`${ESCAPE}E`, ESCAPE);
}
