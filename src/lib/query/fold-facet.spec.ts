import { joinFacetValues } from '../collections/facet-values.js';
import { foldGroups, valuesFacet } from './fold-facet.js';
import { treeFacet } from './fold-hierarchy.js';

describe('facet values', () => {
  const folded = foldGroups([
    [joinFacetValues(['Red', 'blue']), 2],
    [joinFacetValues(['RED']), 3],
    [joinFacetValues(['a\x1fb\x1bE']), 1],
    [joinFacetValues(['Blue']), 2],
  ]);

  it('are grouped ignoring case, in their most frequent spelling, the least of equals', () => {
    expect(folded).toEqual([
      { folded: 'red', value: 'RED', count: 5 },
      { folded: 'blue', value: 'Blue', count: 4 },
      { folded: 'a\x1fb\x1be', value: 'a\x1fb\x1bE', count: 1 },
    ]);
  });

  it('come by count, selected ones stay beyond the size and at zero', () => {
    expect(valuesFacet(folded, ['BLUE', 'green'], 1, true)).toEqual({
      values: [
        { value: 'RED', count: 5, selected: false },
        { value: 'Blue', count: 4, selected: true },
        { value: 'green', count: 0, selected: true },
      ],
      valueCount: 3,
      exact: true,
    });
  });
});

it('a tree is opened along the selection', () => {
  const folded = foldGroups([
    [joinFacetValues(['Audio', 'Audio > Headphones', 'Audio > Headphones > In-Ear']), 3],
    [joinFacetValues(['Audio', 'Audio > Speakers']), 1],
    [joinFacetValues(['Books']), 9],
  ]);
  expect(treeFacet(folded, ['audio>HEADPHONES'], ' > ', 10, true)).toEqual({
    values: [
      { value: 'Books', count: 9, selected: false, children: [] },
      {
        value: 'Audio',
        count: 4,
        selected: false,
        children: [
          {
            value: 'Audio > Headphones',
            count: 3,
            selected: true,
            children: [{ value: 'Audio > Headphones > In-Ear', count: 3, selected: false, children: [] }],
          },
          { value: 'Audio > Speakers', count: 1, selected: false, children: [] },
        ],
      },
    ],
    valueCount: 2,
    exact: true,
  });
});
