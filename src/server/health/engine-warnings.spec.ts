import { engineWarnings } from './engine-warnings.js';

describe('engineWarnings', () => {
  it('has none where prefixes are complete', () => {
    expect(engineWarnings({ maxPrefixExpansions: 10_000_000, minPrefix: 1 })).toEqual([]);
  });

  it('names each setting that cuts prefixes, with the value to set', () => {
    const [expansions, length] = engineWarnings({ maxPrefixExpansions: 200, minPrefix: 2 });
    expect(expansions).toMatch(/200 words.*search-max-prefix-expansions.*10000000/);
    expect(length).toMatch(/2 letters.*search-min-prefix.*1/);
  });
});
