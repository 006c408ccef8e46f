import { sortKey } from '../../../../src/lib/analysis/sort-key.js';
import type { AnyCollection } from '../../../../src/lib/collections/collection.js';
import type { JsonObject } from '../../../../src/lib/documents/json-value.js';
import { idOf, numbersAt, stringsAt } from './values.js';

type Compare = (a: JsonObject, b: JsonObject) => number;

/** Compares documents by an order; equal ones by id. */
export function compareBy(collection: AnyCollection, sort: readonly string[]): Compare {
  const keys = [...sort, 'id:asc'].map((key) => compareByKey(collection, key));
  return (a, b) => keys.map((compare) => compare(a, b)).find((result) => result !== 0) ?? 0;
}

/** UTF-8 byte order. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function compareByKey(collection: AnyCollection, key: string): Compare {
  const colon = key.lastIndexOf(':');
  const path = key.slice(0, colon);
  const sign = key.endsWith(':desc') ? -1 : 1;
  if (path === 'id') return (a, b) => sign * compareBytes(idOf(collection, a), idOf(collection, b));
  const field = collection.fields[path]!;
  if (field.kind === 'numeric' || field.kind === 'date') {
    return missingLast(
      (document) => numbersAt(document, path, field),
      sign,
      (a, b) => a - b,
    );
  }
  return missingLast((document) => stringsAt(document, path).map(sortKey), sign, compareBytes);
}

/** An array counts by its smallest value ascending, by its largest descending. */
function missingLast<T>(
  read: (document: JsonObject) => readonly T[],
  sign: number,
  compare: (a: T, b: T) => number,
): Compare {
  const first = (document: JsonObject) => [...read(document)].sort((a, b) => sign * compare(a, b))[0];
  return (a, b) => {
    const [left, right] = [first(a), first(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * compare(left, right);
  };
}
