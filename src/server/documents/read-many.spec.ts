import { readManyOf } from './read-many.js';

describe('readManyOf', () => {
  it('reads ids and fields', () => {
    expect(readManyOf({ ids: ['a', 7], fields: ['name'] })).toEqual({ ids: ['a', 7], fields: ['name'] });
    expect(readManyOf({ ids: [] })).toEqual({ ids: [], fields: undefined });
  });

  it.each([
    [null, 'INVALID_VALUE', ''],
    [['a'], 'INVALID_VALUE', ''],
    [{}, 'INVALID_VALUE', 'ids'],
    [{ ids: 'a' }, 'INVALID_VALUE', 'ids'],
    [{ ids: [null] }, 'INVALID_VALUE', 'ids'],
    [{ ids: ['a'], fields: 'name' }, 'INVALID_VALUE', 'fields'],
    [{ ids: ['a'], fields: [1] }, 'INVALID_VALUE', 'fields'],
    [{ ids: ['a'], limit: 1 }, 'UNKNOWN_PARAMETER', 'limit'],
  ])('refuses %j with %s at "%s"', (body, code, path) => {
    expect(() => readManyOf(body)).toThrow(
      expect.objectContaining({ code, faults: [expect.objectContaining({ path })] }),
    );
  });
});
