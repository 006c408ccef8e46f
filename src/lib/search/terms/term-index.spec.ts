import fc from 'fast-check';
import { startWord } from '../../analysis/anchors.js';
import { editDistance, prefixDistance } from './edit-distance.js';
import { TermIndex } from './term-index.js';

const indexOf = (counts: Readonly<Record<string, number>>) =>
  new TermIndex(
    Object.entries(counts)
      .map(([term, count]) => ({ term, count }))
      .sort((a, b) => (a.term < b.term ? -1 : 1)),
  );

const terms = indexOf({ keyboard: 40, keyboards: 5, key: 7, monkey: 2, k2blk01: 1, [startWord('keyboard')]: 9 });

describe('TermIndex', () => {
  it('counts the documents of a term', () => {
    expect(['keyboard', 'keyboa', 'zebra', 'a'].map((term) => terms.count(term))).toEqual([40, 0, 0, 0]);
  });

  it('finds what begins with a word, the most frequent first', () => {
    expect(terms.startingWith('key', 2)).toEqual({
      together: 52,
      frequent: [
        { term: 'keyboard', count: 40 },
        { term: 'key', count: 7 },
      ],
    });
    expect(terms.startingWith('x', 5)).toEqual({ together: 0, frequent: [] });
  });

  it('finds near words, also with a wrong first letter, but neither codes nor anchors', () => {
    expect(terms.near('leyboard', 1)).toEqual([{ term: 'keyboard', count: 40, edits: 1 }]);
    expect(terms.near('keybords', 2).map(({ term }) => term)).toEqual(['keyboards', 'keyboard']);
    expect(terms.near('k2blk02', 2)).toEqual([]);
  });

  it('finds words with a near beginning', () => {
    expect(terms.nearStart('kayb', 1).map(({ term }) => term)).toEqual(['keyboard', 'keyboards']);
  });

  it('finds codes that hold a part', () => {
    expect(terms.codesWith('blk0').map(({ term }) => term)).toEqual(['k2blk01']);
  });

  it('is empty without terms', () => {
    const none = new TermIndex([]);
    expect([none.size, none.count('a'), none.near('abc', 1), none.startingWith('', 3).frequent]).toEqual([
      0,
      0,
      [],
      [],
    ]);
  });

  it('finds exactly the words within so many edits', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', 'ж'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, fc.integer({ min: 0, max: 2 }), (all, typed, max) => {
        const index = indexOf(Object.fromEntries(all.map((term) => [term, 1])));
        const found = (near: readonly { readonly term: string }[]) => near.map(({ term }) => term).sort();
        expect(found(index.near(typed, max))).toEqual(
          all.filter((term) => editDistance(typed, term, max) <= max).sort(),
        );
        expect(found(index.nearStart(typed, max))).toEqual(
          all.filter((term) => term.length >= typed.length - max && prefixDistance(typed, term, max) <= max).sort(),
        );
      }),
      { numRuns: 500 },
    );
  });
});
