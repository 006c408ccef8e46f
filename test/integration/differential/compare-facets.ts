import { isDeepStrictEqual } from 'node:util';

/** Numbers in facets carry twelve digits. */
const TOLERANCE = 2e-11;
/** Of adding up doubles. */
const ROUNDING = 1e-14;

type Facets = Readonly<Record<string, unknown>>;

/** Where the facets of an answer differ from the expected ones. */
export function compareFacets(actual: Facets | undefined, expected: Facets): string[] {
  const paths = [...new Set([...Object.keys(actual ?? {}), ...Object.keys(expected)])];
  return paths.flatMap((path) => compareValues(`facets.${path}`, actual?.[path], expected[path]));
}

function compareValues(place: string, actual: unknown, expected: unknown, scale = 0): string[] {
  if (isDeepStrictEqual(actual, expected) || isAlmost(place, actual, expected, scale)) return [];
  if (!isComposite(actual) || !isComposite(expected)) {
    return [`${place}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
  }
  const names = [...new Set([...Object.keys(actual), ...Object.keys(expected)])];
  return names.flatMap((name) => compareValues(`${place}.${name}`, actual[name], expected[name], sizeOf(expected)));
}

/** Minimum and maximum of numbers; those of dates are off by some milliseconds at most. */
function isAlmost(place: string, actual: unknown, expected: unknown, scale: number): boolean {
  if (place.endsWith('.avg')) return isNear(actual, expected, scale);
  if (!/\.(min|max)$/.test(place)) return false;
  return isNear(actual, expected, 0) || isNear(toTime(actual), toTime(expected), 0);
}

/** @param scale the size of what was added up: large numbers that cancel each other out leave their last digits */
function isNear(actual: unknown, expected: unknown, scale: number): boolean {
  if (typeof actual !== 'number' || typeof expected !== 'number') return false;
  const size = Math.max(Math.abs(actual), Math.abs(expected));
  return Math.abs(actual - expected) <= TOLERANCE * size + ROUNDING * scale;
}

const toTime = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : value);

const sizeOf = ({ min, max }: Facets) => Math.max(Math.abs(Number(min)), Math.abs(Number(max)));

const isComposite = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
