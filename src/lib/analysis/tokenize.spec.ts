import fc from 'fast-check';

import { anyText, asciiText } from '../../../test/support/arbitrary-text.js';
import { tokenize, tokenSpans } from './tokenize.js';

describe('tokenize', () => {
  it.each([
    ['words', 'Wireless  Keyboard,\tblack\n', ['wireless', 'keyboard', 'black']],
    ['no word', ' - & 🎉 … ', []],
    ['nothing', '', []],
    ['apostrophes', "men's men’s l'été", ['men', 's', 'men', 's', 'l', 'ete']],
    ['underscores, hyphens, slashes', 'foo_bar USB-C 3/4 wi-fi', ['foo', 'bar', 'usb', 'c', '3', '4', 'wi', 'fi']],
    ['e-mail addresses', 'john.doe@x.tld', ['john', 'doe', 'x', 'tld']],
    ['numbers', '1.5 3,000 10x', ['1', '5', '3', '000', '10x']],
    ['German', 'Große Straße', ['grosse', 'strasse']],
    ['Turkish', 'IŞIK ışık İzmir', ['isik', 'isik', 'izmir']],
    ['Greek', 'ΟΔΟΣ, οδός', ['οδοσ', 'οδοσ']],
    ['Cyrillic', 'Съёмный кабель', ['съемный', 'кабель']],
    ['Hebrew', 'שָׁלוֹם־עולם צה״ל', ['שלום', 'עולם', 'צה', 'ל']],
    ['Arabic', 'كِتَابٌ، ١٥', ['كتاب', '15']],
    ['Hindi', 'हिन्दी कीबोर्ड।', ['हिन्दी', 'कीबोर्ड']],
    ['Thai', 'คีย์บอร์ด ไร้สาย', ['คีย์บอร์ด', 'ไร้สาย']],
    ['Japanese', 'キーボード、ｶﾞ', ['キーボード', 'ガ']],
    ['Korean', '무선 키보드', ['무선', '키보드']],
    ['Chinese', '机械键盘（黑色）', ['机械键盘', '黑色']],
    ['emoji', 'Fun🎉ny 1️⃣ ⌨️', ['fun', 'ny', '1']],
    ['Roman numerals, superscripts, full width', 'Ⅻ m² ＵＳＢ３', ['xii', 'm2', 'usb3']],
    ['fractions', '1½ inch, ½', ['1', '1', '2', 'inch', '1', '2']],
    ['trade marks', 'MX™Master', ['mx', 'master']],
    ['letters outside the plane', '𝐀b 𠀀𠀁', ['ab', '𠀀𠀁']],
  ])('splits %s', (_, text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });

  it('cuts words where the engine would', () => {
    expect(tokenize(`${'x'.repeat(129)} y`)).toEqual(['x'.repeat(128), 'y']);
    expect(tokenize('ก'.repeat(60))).toEqual(['ก'.repeat(42)]);
    expect(tokenize(`x${'𠀀'.repeat(30)}`)).toEqual([`x${'𠀀'.repeat(21)}`]);
  });

  it('makes tokens that are their own only token and that the engine would not split', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const token of tokenize(text)) {
          expect(token).toMatch(/^[a-z0-9\u0080-\u{10FFFF}]+$/u);
          expect(tokenize(token)).toEqual([token]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('tokenSpans', () => {
  it.each([
    ['ASCII', "Men's K2-BLK", ['men=Men', 's=s', 'k2=K2', 'blk=BLK']],
    ['letters that grow', 'Maß, Æther', ['mass=Maß', 'aether=Æther']],
    ['ligatures', 'oﬃce ﬁt', ['office=oﬃce', 'fit=ﬁt']],
    ['decomposed accents', 'Cafe\u0301 noir', ['cafe=Cafe\u0301', 'noir=noir']],
    ['fractions', '1½ in ½', ['1=1', '1=½', '2=½', 'in=in', '1=½', '2=½']],
    ['emoji beside words', '🎉Fun🎉 👩‍🚀x', ['fun=Fun', 'x=x']],
    ['surrogate pairs', 'a 𝐀𝐁 𠀀', ['a=a', 'ab=𝐀𝐁', '𠀀=𠀀']],
    ['Arabic presentation forms', 'ﻼ ﷺ', ['لا=ﻼ', 'صلى=ﷺ', 'الله=ﷺ', 'عليه=ﷺ', 'وسلم=ﷺ']],
    ['Thai', 'น้ำ ดื่ม', ['น้\u0E4D\u0E32=น้ำ', 'ดื่ม=ดื่ม']],
    ['half-width kana', '新ﾊﾞｯｸ', ['新バック=新ﾊﾞｯｸ']],
    ['jamo', 'ㅎㅏ \u1112\u1161\u11AB', ['하=ㅎㅏ', '한=\u1112\u1161\u11AB']],
    ['soft hyphens', '(Key\u00ADboard)', ['keyboard=Key\u00ADboard']],
    ['Turkish', 'İZMİR', ['izmir=İZMİR']],
    ['units', '5℃ ㎏', ['5=5', 'c=℃', 'kg=㎏']],
    ['trade marks', 'MX™', ['mx=MX']],
  ])('finds the places of %s', (_, text, places) => {
    expect(tokenSpans(text).map(({ token, start, end }) => `${token}=${text.slice(start, end)}`)).toEqual(places);
  });

  it('holds the tokens of tokenize, with places in order inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, asciiText), (text) => {
        const spans = tokenSpans(text);
        expect(spans.map(({ token }) => token)).toEqual(tokenize(text));
        spans.forEach(({ start, end }, i) => {
          const previous = spans[i - 1] ?? { start: 0, end: 0 };
          expect(start).toBeGreaterThanOrEqual(previous.start);
          expect(end).toBeGreaterThanOrEqual(previous.end);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        });
      }),
      { numRuns: 3000 },
    );
  });

  it('names the part of the text that gives the token', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { token, start, end } of tokenSpans(text)) expect(tokenize(text.slice(start, end))).toContain(token);
      }),
      { numRuns: 3000 },
    );
  });
});
