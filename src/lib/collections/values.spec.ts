import { AisleError } from '../errors/aisle-error.js';
import { toDocumentId } from './document-id.js';
import { joinFacetValues, splitFacetValues } from './facet-values.js';
import { foldHierarchy, hierarchyLevels } from './hierarchy-levels.js';
import { parseDate } from './parse-date.js';
import { partitionOf } from './partition.js';
import { parsePath, toJsonPath } from './path.js';

describe('a date', () => {
  it.each<[string, number | undefined]>([
    ['1970-01-01', 0],
    ['2026-11-24', Date.UTC(2026, 10, 24)],
    ['2026-11-24T08:30:00Z', Date.UTC(2026, 10, 24, 8, 30)],
    ['2026-11-24T08:30Z', Date.UTC(2026, 10, 24, 8, 30)],
    ['2026-11-24T08:30:00.5+02:00', Date.UTC(2026, 10, 24, 6, 30, 0, 500)],
    ['2026-11-24T00:10:00.123456-05:30', Date.UTC(2026, 10, 24, 5, 40, 0, 123)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-02-29', undefined],
    ['2026-13-01', undefined],
    ['2026-11-24T08:30:00', undefined],
    ['2026-11-24T24:00:00Z', undefined],
    ['2026-11-24T08:60:00Z', undefined],
    ['2026-11-24T08:30:00+24:00', undefined],
    ['24.11.2026', undefined],
    ['2026-11-24 08:30', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });
});

describe('a path', () => {
  it('is read into steps and written as the engine reads it', () => {
    const path = parsePath('variants[].specs.Größe x');
    expect(path).toEqual([
      { name: 'variants', each: true },
      { name: 'specs', each: false },
      { name: 'Größe x', each: false },
    ]);
    expect(toJsonPath('$.doc', path)).toBe('$.doc["variants"][*]["specs"]["Größe x"]');
  });
});

describe('a hierarchy', () => {
  it.each<[string, string, string[]]>([
    ['Audio > Headphones>In-Ear', ' > ', ['Audio', 'Audio > Headphones', 'Audio > Headphones > In-Ear']],
    [' > A > > B > ', ' > ', ['A', 'A > B']],
    ['a/b', '/', ['a', 'a/b']],
    [' > ', ' > ', []],
  ])('%s', (value, separator, levels) => {
    expect(hierarchyLevels(value, separator)).toEqual(levels);
  });

  it('is compared without case and spaces', () => {
    expect(foldHierarchy('AUDIO>Écouteurs', ' > ')).toBe('audio > écouteurs');
  });
});

describe('facet values', () => {
  it.each([[['a']], [['a', 'b,c', '"']], [['\x1f', '\x1b', '\x1bS', '\x1bE\x1f']]])(
    'survive being joined: %j',
    (values) => {
      expect(splitFacetValues(joinFacetValues(values))).toEqual(values);
    },
  );
});

describe('an id', () => {
  it.each<[unknown, string]>([
    ['42', '42'],
    [42, '42'],
    [-1, '-1'],
    ['a/b %?é', 'a/b %?é'],
    ['x'.repeat(256), 'x'.repeat(256)],
  ])('%j', (value, id) => {
    expect(toDocumentId(value)).toBe(id);
  });

  it.each([undefined, null, true, 1.5, 2 ** 53, '', '.', '..', 'a\n', 'a\0', '\ud800', 'é'.repeat(129), {}])(
    'not %j',
    (value) => {
      expect(() => toDocumentId(value)).toThrow(AisleError);
    },
  );
});

it('partitions are of about the same size', () => {
  const counts = [0, 0, 0];
  for (let id = 0; id < 3_000; id += 1) {
    const partition = partitionOf(String(id), 3) ?? 0;
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(partitionOf('x', 1)).toBeNull();
});
