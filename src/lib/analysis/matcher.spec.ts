import { createMatcher } from './matcher.js';

describe('createMatcher', () => {
  it('matches whole tokens and starts of tokens', () => {
    const { matchesToken } = createMatcher({ tokens: ['red', 'blue'], prefixes: ['key'] });
    expect(['red', 'reds', 'blue', 'key', 'keyboard', 'monkey', ''].filter(matchesToken)).toEqual([
      'red',
      'blue',
      'key',
      'keyboard',
    ]);
  });

  it('matches whole codes and starts of codes', () => {
    const { matchesCode = () => false } = createMatcher({ codes: ['k2'], codePrefixes: ['mx'] });
    expect(['k2', 'k2blk', 'mx', 'mx3', 'amx'].filter(matchesCode)).toEqual(['k2', 'mx', 'mx3']);
  });

  it('has no test for codes when there are none', () => {
    expect(createMatcher({ tokens: ['a'], codes: [''] })).toEqual({
      matchesToken: expect.any(Function),
      runs: [],
    });
  });

  it('matches nothing for empty strings', () => {
    const { matchesToken } = createMatcher({ tokens: [''], prefixes: [''] });
    expect(['', 'a'].filter(matchesToken)).toEqual([]);
  });
});
