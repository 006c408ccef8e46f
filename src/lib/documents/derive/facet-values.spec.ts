import fc from 'fast-check';
import { joinFacetValues, splitFacetValues } from './facet-values.js';

describe('facet values', () => {
  it('come back as they were joined, whatever they hold', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'S', 'E', '\x1b', '\x1f'), minLength: 1 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        expect(splitFacetValues(joinFacetValues(values))).toEqual(values);
      }),
    );
  });
});
