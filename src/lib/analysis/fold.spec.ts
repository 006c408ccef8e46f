import fc from 'fast-check';

import { anyText } from '../../../test/support/arbitrary-text.js';
import { foldTag, foldText } from './fold.js';
import { foldSegments, splitSegments } from './segments.js';

describe('foldText', () => {
  it.each([
    ['ASCII', 'Wireless KEYBOARD, 2.4 GHz', 'wireless keyboard, 2.4 ghz'],
    ['nothing', '', ''],
    ['German', 'GROẞE Straße, Äpfel ſüß', 'grosse strasse, apfel suss'],
    ['French', 'ÉLÈVE Cœur naïve Œuvre', 'eleve coeur naive oeuvre'],
    ['Nordic', 'Ærø Smørrebrød Åland Þór Garður', 'aero smorrebrod aland thor gardur'],
    ['Polish and Croatian', 'Łódź Đakovo', 'lodz dakovo'],
    ['Turkish', 'IŞIK ışık İstanbul istanbul', 'isik isik istanbul istanbul'],
    ['Vietnamese', 'Điện thoại', 'dien thoai'],
    ['Greek', 'ΟΔΟΣ Οδός ᾳ ΐ', 'οδοσ οδοσ α ι'],
    ['Cyrillic', 'Ёлка Йод ЇЖАК ᲀ', 'елка йод їжак в'],
    ['decomposed Cyrillic', 'Е\u0308лка И\u0306од', 'елка йод'],
    ['a diaeresis behind other marks on е', 'е\u0308\u0323', 'е\u0323'],
    ['Hebrew', 'שָׁלוֹם שׁ', 'שלום ש'],
    ['Arabic', 'مُحَمَّد أحمد ﻼ كـتاب', 'محمد احمد لا كتاب'],
    ['Hindi', 'हिन्दी की', 'हिन्दी की'],
    ['Thai', 'น้ำดื่ม', 'น้\u0E4D\u0E32ดื่ม'],
    ['Japanese', 'ﾊﾞｯｸ ガ が ゛', 'バック ガ が  '],
    ['Korean', '한글 \u1112\u1161\u11AB ㅎㅏㄴ', '한글 한 하ᄂ'],
    ['Chinese', '鍵盤 键盘 豈', '鍵盤 键盘 豈'],
    ['full width', 'ＵＳＢ－Ｃ １２３', 'usb-c 123'],
    ['Roman numerals and superscripts', 'Ⅻ m² x¹⁰', 'xii m2 x10'],
    ['ligatures and units', 'ﬁlter ㎏ ℃', 'filter kg °c'],
    ['digits of other scripts', '١٥ ۱۵ १५ ๑๕ 𑛚', '15 15 15 15 0'],
    ['fractions', '½ 1½ Ⅷ½', '1⁄2 1 1⁄2 viii 1⁄2'],
    ['trade marks', 'MX™ Sony℠ Gore®', 'mx  sony  gore®'],
    ['emoji', '🎉 1️⃣ 👩‍🚀', '🎉 1 👩🚀'],
    ['letters used as apostrophes', 'ŉ Hawaiʻi мʼята', "'n hawai'i м'ята"],
    ['invisible characters', 'key\u00ADboard \u200Eab\uFEFFc می\u200Cخواهم', 'keyboard abc میخواهم'],
    ['zero-width spaces', 'a\u200Bb', 'a b'],
    ['marks without a letter', '\u0301 ´ 1\u0301 ≠', '   1 ='],
    ['letters outside the plane', '𝐀𐐀 𠀀', 'a𐐨 𠀀'],
    ['lone surrogates', 'a\uD800b \uDC00', 'a\uFFFDb \uFFFD'],
  ])('folds %s', (_, text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('is idempotent, and composed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        expect(folded.normalize('NFC')).toBe(folded);
      }),
      { numRuns: 3000 },
    );
  });

  it('equals its definition, on whole texts and segment by segment', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const byDefinition = foldSegments(text.toLowerCase());
        expect(foldText(text)).toBe(byDefinition);
        expect(splitSegments(text).join('')).toBe(text);
        if (!/[½⅓]/.test(text)) expect(splitSegments(text).map(foldText).join('')).toBe(byDefinition);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not tell normalisation forms apart', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(foldText(text.normalize('NFD'))).toBe(foldText(text.normalize('NFC')));
      }),
      { numRuns: 2000 },
    );
  });

  it('holds for every character: idempotent, as defined, and the same for upper case', () => {
    const wrong = assignedCharacters().filter((character) => {
      const folded = foldText(character);
      const iotaSubscript = character.normalize('NFKD').includes('\u0345');
      return (
        foldText(folded) !== folded ||
        folded !== foldSegments(character.toLowerCase()) ||
        (!iotaSubscript && foldText(character.toUpperCase()) !== folded)
      );
    });
    expect(wrong).toEqual([]);
  });

  it('reads the digits of every numbering system', () => {
    const systems = Intl.supportedValuesOf('numberingSystem').filter((system) =>
      /^\p{Nd}{10}$/u.test(digitsOf(system)),
    );
    expect(systems.length).toBeGreaterThan(50);
    expect(systems.filter((system) => foldText(digitsOf(system)) !== '0123456789')).toEqual([]);
  });
});

describe('foldTag', () => {
  it.each([
    ['ASCII', 'Home & Garden', 'home & garden'],
    ['accents, which stay', 'École ÄÖÜ Straße', 'école äöü straße'],
    ['decomposed accents', 'E\u0301cole', 'école'],
    ['Turkish', 'İZMİR IĞDIR', 'i\u0307zmi\u0307r iğdir'],
    ['capitals that compose only in lower case', 'J\u030C', 'ǰ'],
    ['marks that İ leaves in the wrong order', 'İ\u0323', 'ị\u0307'],
    ['Greek, without the final sigma', 'ΟΔΟΣ οδός', 'οδοσ οδόσ'],
    ['Cyrillic', 'ЁЛКА', 'ёлка'],
    ['compatibility characters, which stay', 'ﬁ ① m²', 'ﬁ ① m²'],
    ['white space, which stays', '  A\tB ', '  a\tb '],
  ])('lower-cases %s', (_, value, folded) => {
    expect(foldTag(value)).toBe(folded);
  });

  it('is idempotent, and composed', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const folded = foldTag(value);
        expect(foldTag(folded)).toBe(folded);
        expect(folded.normalize('NFC')).toBe(folded);
      }),
      { numRuns: 3000 },
    );
  });
});

/** All assigned characters but surrogates, private use and, of ideographs and Hangul syllables, every 97th. */
function assignedCharacters(): readonly string[] {
  const characters: string[] = [];
  for (let code = 0; code < 0xe1000; code++) {
    const character = String.fromCodePoint(code);
    if (/[\p{Cn}\p{Cs}\p{Co}]/u.test(character)) continue;
    if (/\p{Unified_Ideograph}|[가-힣]|\p{Script=Tangut}/u.test(character) && code % 97 !== 0) continue;
    characters.push(character);
  }
  return characters;
}

function digitsOf(system: string): string {
  const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
  return Array.from({ length: 10 }, (_, digit) => format.format(digit)).join('');
}
