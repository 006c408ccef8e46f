import type { AnyCollection } from '../collections/collection.js';
import {
  checkMembers,
  inputError,
  member,
  readInteger,
  readList,
  readNumber,
  readRecord,
  readString,
} from './input.js';
import type { Input } from './input.js';
import { LIMITS } from './limits.js';
import type { Neighbours } from './search.js';

const DEFAULT_NEIGHBOURS = 10;
const MAX_DIMENSIONS = 32_768;

/** @throws INVALID_VECTOR, UNKNOWN_FIELD, INVALID_VALUE, LIMIT_EXCEEDED */
export function parseVector(collection: AnyCollection, input: Input): Neighbours {
  const record = readRecord(input, '{"field": "embedding", "value": [0.1, 0.2], "k": 10}');
  checkMembers(record, ['field', 'value', 'k'], input.path);
  const name = member(input, record, 'field');
  const path = readString(name);
  const field = Object.hasOwn(collection.fields, path) ? collection.fields[path] : undefined;
  if (field?.kind !== 'vector') {
    const vectors = Object.keys(collection.fields).filter((known) => collection.fields[known]?.kind === 'vector');
    const mend = vectors.length === 0 ? 'The collection has none' : `Use: ${vectors.join(', ')}`;
    throw inputError('UNKNOWN_FIELD', name.path, `"${path}" is not a vector. ${mend}`);
  }
  const list = member(input, record, 'value');
  const value = readList(list, MAX_DIMENSIONS, 'list').map(readNumber);
  if (value.length !== field.dimensions) {
    throw inputError('INVALID_VECTOR', list.path, `needs ${field.dimensions} numbers, has ${value.length}`);
  }
  const length = Math.hypot(...value.map(Math.fround));
  if (length === 0 || !Number.isFinite(length)) {
    throw inputError(
      'INVALID_VECTOR',
      list.path,
      'must have a length in 32-bit floats: neither all zeros nor too large',
    );
  }
  const k = member(input, record, 'k');
  return { path, value, k: k.value === undefined ? DEFAULT_NEIGHBOURS : readInteger(k, 1, LIMITS.neighbours) };
}
