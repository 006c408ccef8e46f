import { foldTag } from '../../analysis/fold.js';
import { joinFacetValues } from '../../collections/facet-values.js';
import { foldGroups } from '../../query/fold-facet.js';
import { SlotSet } from './slot-set.js';
import { ValueColumn } from './value-column.js';

const VALUES: readonly (readonly string[])[] = [
  ['Ohm'],
  ['OHM', 'Lumen'],
  [],
  ['ohm'],
  ['OHM'],
  [' Ohm'],
  ['İota', 'ß'],
  ['i̇ota', 'SS', 'ẞ'],
  ['ΟΔΟΣ'],
  ['οδος', 'οδοσ'],
  ['é'],
  ['e\u0301', 'a\x1fb\x1b'],
];

function columnOf(values: readonly (readonly string[])[]): ValueColumn {
  const column = new ValueColumn();
  values.forEach((texts, slot) => {
    column.set(slot, joinFacetValues(texts));
  });
  return column;
}

const byFolded = (a: { readonly folded: string }, b: { readonly folded: string }) => (a.folded < b.folded ? -1 : 1);
const everyOne = Uint32Array.from(VALUES.keys());

/** First spellings of a document, as its facet member has them. */
const distinct = (values: readonly string[]) => [
  ...new Map([...values].reverse().map((value) => [foldTag(value), value])).values(),
];

describe('ValueColumn', () => {
  const values = VALUES.map(distinct);
  const column = columnOf(values);

  it('counts like the groups of the engine, under the most frequent spelling', () => {
    const groups = values.filter((texts) => texts.length > 0).map((texts) => [joinFacetValues(texts), 1] as const);
    expect([...column.count(everyOne)].sort(byFolded)).toEqual([...foldGroups(groups)].sort(byFolded));
    expect(column.count(Uint32Array.of(2))).toEqual([]);
    expect(column.count(Uint32Array.of(0, 3))).toEqual([{ folded: 'ohm', value: 'Ohm', count: 2 }]);
  });

  it.each(['Ohm', ' ohm', 'İOTA', 'ß', 'ss', 'οδος', 'É', 'a\x1fB\x1b', 'none'])(
    'finds %j whatever its case',
    (value) => {
      const wanted = [...values.keys()].filter((slot) =>
        values[slot]?.some((text) => foldTag(text) === foldTag(value)),
      );
      const found = column.select(SlotSet.of(values.length, values.keys()), [foldTag(value), 'no such']);
      expect([...found.toArray()]).toEqual(wanted);
    },
  );

  it('tells whether values have changed', () => {
    const own = columnOf([['a'], ['a', 'b']]);
    expect([own.set(0, 'a'), own.set(0, '')]).toEqual([false, true]);
    expect(own.count(Uint32Array.of(0, 1)).map(({ value, count }) => [value, count])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('is worn when most combinations are of the past', () => {
    const own = new ValueColumn();
    for (let round = 0; round <= 10_100; round++) own.set(0, `v${round}`);
    expect([own.isWorn(1), own.isWorn(1_000)]).toEqual([true, false]);
  });

  it('keeps values through new numbers of slots', () => {
    const own = columnOf([['a'], ['b'], ['c']]);
    own.compact(Int32Array.of(-1, 0, 1));
    expect(own.count(Uint32Array.of(0, 1)).map(({ value }) => value)).toEqual(['b', 'c']);
  });
});
