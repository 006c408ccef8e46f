import { isAnchor, startWord, valueWord } from './anchors.js';

describe('anchors', () => {
  it('tell a start and a whole value from words', () => {
    expect([startWord('red'), valueWord(['lip', 'gloss']) ?? '', 'red'].map(isAnchor)).toEqual([true, true, false]);
    expect(startWord('red')).not.toBe(valueWord(['red']));
  });

  it('tell values apart by where their words end', () => {
    expect(valueWord(['lip', 'gloss'])).not.toBe(valueWord(['lipgloss']));
  });

  it('are not made of values that are long or empty', () => {
    expect([valueWord([]), valueWord(Array<string>(7).fill('a')), valueWord(['x'.repeat(126)])]).toEqual([
      null,
      null,
      null,
    ]);
    expect(valueWord(Array<string>(6).fill('a'))).not.toBeNull();
  });
});
