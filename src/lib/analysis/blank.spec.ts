import { findForbiddenCharacter, isBlank } from './blank.js';

describe('isBlank', () => {
  it.each(['', ' ', '\t\r\n\v\f', '\u0085\u00A0\u1680\u2003\u2028\u2029\u202F\u205F\u3000', '\uFEFF'])(
    'is true for white space %j',
    (value) => {
      expect(isBlank(value)).toBe(true);
    },
  );

  it.each(['a', ' . ', '0', '\u3000字', '🎉', '\u200B', '\0'])('is false for %j', (value) => {
    expect(isBlank(value)).toBe(false);
  });
});

describe('findForbiddenCharacter', () => {
  it.each([
    ['', null],
    ['plain', null],
    ['naïve 漢字 🎉 \u{10FFFF} \uFFFF', null],
    ['a\0b', 'NUL'],
    ['\uD83C', 'lone surrogate'],
    ['a\uDC00b', 'lone surrogate'],
    ['🎉\uD83C', 'lone surrogate'],
    ['\uDC00\uD800', 'lone surrogate'],
    ['\uD800\0', 'NUL'],
  ])('finds in %j: %j', (text, found) => {
    expect(findForbiddenCharacter(text)).toBe(found);
  });
});
