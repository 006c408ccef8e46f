import { isDeepStrictEqual } from 'node:util';
import type { ExpectedFacet } from './naive/evaluate.js';

/** Numbers in facets carry twelve digits. */
const TOLERANCE = 2e-11;

type Facets = Readonly<Record<string, unknown>>;

/** Where the facets of an answer differ from the expected ones. */
export function compareFacets(actual: Facets | undefined, expected: Readonly<Record<string, ExpectedFacet>>): string[] {
  const paths = [...new Set([...Object.keys(actual ?? {}), ...Object.keys(expected)])];
  return paths.flatMap((path) => compareValues(`facets.${path}`, actual?.[path], expected[path]));
}

function compareValues(place: string, actual: unknown, expected: unknown): string[] {
  if (isDeepStrictEqual(actual, expected) || isAlmost(place, actual, expected)) return [];
  if (!isComposite(actual) || !isComposite(expected)) {
    return [`${place}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
  }
  const names = [...new Set([...Object.keys(actual), ...Object.keys(expected)])];
  return names.flatMap((name) => compareValues(`${place}.${name}`, actual[name], expected[name]));
}

/** Minimum, maximum and mean of numbers; those of dates are off by some milliseconds at most. */
function isAlmost(place: string, actual: unknown, expected: unknown): boolean {
  if (/\.(min|max|avg)$/.test(place) && typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= TOLERANCE * Math.max(Math.abs(actual), Math.abs(expected));
  }
  if (!/\.(min|max)$/.test(place) || typeof actual !== 'string' || typeof expected !== 'string') return false;
  const [a, b] = [Date.parse(actual), Date.parse(expected)];
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

const isComposite = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
