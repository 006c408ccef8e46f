import { createCollection } from '../collections/create-collection.js';
import { boolean, date, numeric, tag } from '../collections/fields.js';
import { layoutOf } from '../collections/field-layout.js';
import { boundAt, leadingSortOf } from './leading-sort.js';

const fields = {
  popularity: numeric({ sortable: true }),
  at: date({ sortable: true }),
  brand: tag({ sortable: true }),
  new: boolean({ facet: true }),
};
const layout = layoutOf(createCollection('things', null, fields, {}));
const sortOf = (...ranking: readonly (string | { boost: string; by: number })[]) =>
  leadingSortOf({ index: 'i', layout, ranking, now: 0 });

describe('the leading sort of a ranking', () => {
  it('is its first, of a number or a date', () => {
    const { ascending, descending } = layout.get('popularity')!.members;
    const boost = { boost: 'new', by: 2 };
    expect(sortOf(boost, 'popularity:desc', 'brand:asc')).toEqual({
      ...{ path: 'popularity', direction: 'desc', attribute: descending },
    });
    expect(sortOf('popularity:asc')).toEqual({ path: 'popularity', direction: 'asc', attribute: ascending });
    expect(sortOf('at:desc')).toMatchObject({ path: 'at' });
  });

  it('is none where there is no sort, one of something else, or decays', () => {
    expect([sortOf(), sortOf('brand:asc', 'popularity:desc'), sortOf('id:asc')]).toEqual([null, null, null]);
    const decay = { decay: 'at', halfLifeDays: 1, by: 0.5 };
    expect(leadingSortOf({ index: 'i', layout, ranking: ['popularity:desc', decay], now: 0 })).toBeNull();
  });
});

describe('the value that a share of documents stands at or before', () => {
  const sample = Array.from({ length: 100 }, (_, at) => at);

  it('is found from the end that leads', () => {
    expect(boundAt(sample, { direction: 'desc' }, 0.1)).toBe(89);
    expect(boundAt(sample, { direction: 'asc' }, 0.1)).toBe(10);
  });

  it('counts documents without a value as behind', () => {
    expect(boundAt([...sample, ...Array<null>(100).fill(null)], { direction: 'desc' }, 0.1)).toBe(79);
    expect(boundAt([null, null], { direction: 'desc' }, 0.1)).toBeNull();
    expect(boundAt([], { direction: 'desc' }, 0.1)).toBeNull();
  });

  it('is none where many have the same', () => {
    expect(
      boundAt(
        sample.map(() => 5),
        { direction: 'desc' },
        0.1,
      ),
    ).toBeNull();
  });
});
