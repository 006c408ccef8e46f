import { includesVersion, parseEntityTags, toEntityTag } from './entity-tags.js';

describe('parseEntityTags', () => {
  it.each([
    [undefined, undefined],
    ['*', '*'],
    [' * ', '*'],
    ['"7"', [7]],
    ['W/"7"', [7]],
    ['"7", W/"8" ,"9"', [7, 8, 9]],
    ['"abc"', []],
    ['"7x", "8"', [8]],
    ['""', []],
  ])('reads %j', (header, tags) => {
    expect(parseEntityTags('If-Match', header)).toEqual(tags);
  });

  it.each(['7', '"7', '"7" "8"', 'W/7', '', '"7",', '*, "7"'])('refuses %j', (header) => {
    expect(() => parseEntityTags('If-Match', header)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });
});

describe('includesVersion', () => {
  it.each([
    ['*' as const, 3, true],
    ['*' as const, null, false],
    [[3, 4], 4, true],
    [[3, 4], 5, false],
    [[3], null, false],
  ])('%j holds %j: %j', (tags, version, expected) => {
    expect(includesVersion(tags, version)).toBe(expected);
  });

  it('reads what it writes', () => {
    expect(parseEntityTags('ETag', toEntityTag(42))).toEqual([42]);
  });
});
