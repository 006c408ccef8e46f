import type { Collection } from '../collections/collection.js';
import type { Field } from '../collections/field-kinds.js';
import {
  inputError,
  checkMembers,
  member,
  readInteger,
  readList,
  readNumber,
  readRecord,
  readString,
} from './input.js';
import type { Input } from './input.js';
import { DEFAULT_FACET_SIZE, LIMITS } from './limits.js';
import { readDate } from './parse-condition.js';
import type { FacetBounds, FacetRequest } from './search.js';

type Fields = Pick<Collection, 'fields'>;

/** @throws UNKNOWN_FIELD, NOT_A_FACET, INVALID_VALUE, LIMIT_EXCEEDED */
export function parseFacets(collection: Fields, input: Input): readonly FacetRequest[] {
  const requests = readList(input, LIMITS.facets, 'list').map((item) => parseFacet(collection, item));
  const names = requests.map(({ path }) => path);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw inputError('INVALID_VALUE', input.path, `names "${twice}" twice`);
  return requests;
}

function parseFacet(collection: Fields, input: Input): FacetRequest {
  if (typeof input.value === 'string') {
    checkFacet(collection, input.value, input.path);
    return { path: input.value, size: DEFAULT_FACET_SIZE, ranges: [] };
  }
  const record = readRecord(input, '"brand" or {"field": "brand", "size": 20}');
  const name = member(input, record, 'field');
  const path = readString(name);
  const field = checkFacet(collection, path, name.path);
  const counted = field.kind === 'numeric' || field.kind === 'date';
  checkMembers(record, counted ? ['field', 'ranges'] : ['field', 'size'], input.path);
  const size = member(input, record, 'size');
  const ranges = member(input, record, 'ranges');
  return {
    path,
    size: size.value === undefined ? DEFAULT_FACET_SIZE : readInteger(size, 1, LIMITS.facetSize),
    ranges: ranges.value === undefined ? [] : readList(ranges, LIMITS.ranges, 'list').map((item) => range(field, item)),
  };
}

/** The field of a facet. @throws UNKNOWN_FIELD, NOT_A_FACET with what is allowed */
export function checkFacet(collection: Fields, path: string, at: string): Field {
  const { fields } = collection;
  const facets = Object.keys(fields).filter((name) => isFacet(fields[name]));
  const field = Object.hasOwn(fields, path) ? fields[path] : undefined;
  const known = facets.length === 0 ? 'The collection has none' : `Use one of: ${facets.join(', ')}`;
  if (field === undefined) throw inputError('UNKNOWN_FIELD', at, `there is no field "${path}". ${known}`);
  if (!isFacet(field)) throw inputError('NOT_A_FACET', at, `"${path}" is not a facet. ${known}`);
  return field;
}

const isFacet = (field: Field | undefined) => field !== undefined && 'facet' in field && field.facet;

function range(field: Field, input: Input): FacetBounds {
  const record = readRecord(input, '{"from": 50, "to": 100}');
  checkMembers(record, ['from', 'to'], input.path);
  const bounds: { -readonly [B in keyof FacetBounds]: FacetBounds[B] } = {};
  const order: number[] = [];
  for (const name of ['from', 'to'] as const) {
    const bound = member(input, record, name);
    if (bound.value === undefined) continue;
    order.push(field.kind === 'date' ? readDate(bound) : readNumber(bound));
    bounds[name] = field.kind === 'date' ? readString(bound) : readNumber(bound);
  }
  const [from, to] = order;
  if (from === undefined) throw inputError('INVALID_VALUE', input.path, 'needs "from" or "to"');
  if (to !== undefined && from >= to) throw inputError('INVALID_VALUE', input.path, '"from" must lie below "to"');
  return bounds;
}
