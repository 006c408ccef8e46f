import type { FacetReply } from '../query/facet-plan.js';
import { FacetMemory } from './facet-memory.js';

const reply = (path: string, groups: number, grouped: number): FacetReply => ({
  ...{ path, groups, grouped, warnings: [] },
  result: { values: [], valueCount: 0, exact: true },
});

describe('FacetMemory', () => {
  it.each([
    ['many combinations', 1_001, 100_000, true],
    ['as many as there may be', 1_000, 100_000, false],
    ['a combination for nearly each document', 300, 450, true],
    ['combinations that documents share', 300, 600, false],
    ['too few to tell', 199, 199, false],
    ['nothing', 0, 0, false],
  ])('%s: %i groups of %i documents, split: %j', (_, groups, grouped, isSplit) => {
    const memory = new FacetMemory();
    memory.learn([reply('brand', 10, 1_000), reply('tags', groups, grouped)]);
    expect([...memory.splitFacets]).toEqual(isSplit ? ['tags'] : []);
  });

  it('does not forget', () => {
    const memory = new FacetMemory();
    memory.learn([reply('tags', 2_000, 2_000)]);
    memory.learn([reply('tags', 120, 20_000)]);
    expect(memory.splitFacets.has('tags')).toBe(true);
  });
});
