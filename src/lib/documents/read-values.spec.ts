import { parsePath } from '../collections/path.js';
import type { Fault } from '../errors/aisle-error.js';
import type { JsonObject } from './json-value.js';
import { readValues, readWholeValues, Unfit } from './read-values.js';
import type { ReadValue } from './read-values.js';

const keepNumbers: ReadValue<unknown> = (value) =>
  typeof value === 'number' || Array.isArray(value) ? value : new Unfit('must be a number');

type Row = [path: string, document: JsonObject, values: readonly unknown[], faults?: readonly string[]];

const rows: readonly Row[] = [
  ['a', { a: 1 }, [1]],
  ['a', {}, []],
  ['a', { a: null }, []],
  ['a', { a: [] }, []],
  ['a', { a: [1, null, 2] }, [1, 2]],
  ['a', { a: 'x' }, [], ['a must be a number']],
  ['a', { a: [1, 'x'] }, [1], ['a[1] must be a number']],
  ['a', { a: [1, [2]] }, [1], ['a[1] must be one value, not an array']],
  ['a.b', { a: { b: 1 } }, [1]],
  ['a.b', { a: null }, []],
  ['a.b', { a: {} }, []],
  ['a.b', { a: 3 }, [], ['a must be an object, not 3']],
  ['a.b', { a: [{ b: 1 }] }, [], ['a is an array; index it as "a[].b"']],
  ['a[]', { a: [1, null, 2] }, [1, 2]],
  ['a[]', { a: null }, []],
  ['a[]', { a: 1 }, [], ['a must be an array, not 1']],
  ['a[]', { a: { b: 1 } }, [], ['a must be an array, not an object']],
  ['a[]', { a: [[1]] }, [], ['a[0] must be one value, not an array']],
  ['a[].b', { a: [{ b: 1 }, null, {}, { b: null }, { b: 2 }] }, [1, 2]],
  ['a[].b', { a: [{ b: 1 }, 2] }, [1], ['a[1] must be an object, not 2']],
  ['a[].b', { a: [[{ b: 1 }]] }, [], ['a[0] must be an object, not an array']],
  ['a[].b', { a: [{}, { b: [1, 2] }] }, [], ['a[1].b must be one value, not an array; index it as "a[].b[]"']],
  ['a[].b', { a: [{}, { b: 'x' }] }, [], ['a[1].b must be a number']],
  ['a[].b[]', { a: [{ b: [1, 2] }, { b: [] }, { b: [3] }] }, [1, 2, 3]],
  ['a[].b[]', { a: [{ b: [1] }, { b: [2, 'x'] }] }, [1, 2], ['a[1].b[1] must be a number']],
  ['a[].b[]', { a: [{ b: 1 }] }, [], ['a[0].b must be an array, not 1']],
  [
    'a[].b.c[].d',
    { a: [{ b: { c: [{ d: 1 }, { d: 2 }] } }, { b: null }, { b: { c: [{ d: 'x' }] } }] },
    [1, 2],
    ['a[2].b.c[0].d must be a number'],
  ],
  ['constructor', {}, []],
  ['toString.name', {}, []],
];

describe('readValues', () => {
  it.each<Row>(rows)('%s of %j', (path, document, values, faults = []) => {
    const found: Fault[] = [];
    expect(readValues(document, parsePath(path), keepNumbers, found)).toEqual(values);
    expect(found.map((fault) => `${fault.path} ${fault.message}`)).toEqual(faults);
  });

  it('leaves out what the field counts as none', () => {
    expect(readValues({ a: [1, 2] }, parsePath('a'), (value) => (value === 1 ? undefined : value), [])).toEqual([2]);
  });
});

describe('readWholeValues', () => {
  it('gives an array at the end of the path as one value', () => {
    const document = { a: { b: [1, 2] }, c: [{ d: [3] }, { d: 4 }] };
    expect(readWholeValues(document, parsePath('a.b'), keepNumbers, [])).toEqual([[1, 2]]);
    expect(readWholeValues(document, parsePath('c[].d'), keepNumbers, [])).toEqual([[3], 4]);
  });
});
