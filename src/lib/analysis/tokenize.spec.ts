import fc from 'fast-check';

import { anyText, asciiText } from '../../../test/support/arbitrary-text.js';
import { queryTerms, splitWords, tokenize, wordSpans } from './tokenize.js';

describe('splitWords', () => {
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
    [
      'scripts side by side',
      '第2世代 USBケーブル カードreader',
      ['第', '2', '世代', 'usb', 'ケーブル', 'カード', 'reader'],
    ],
  ])('splits %s', (_, text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it('cuts words where the engine would', () => {
    expect(tokenize(`${'x'.repeat(129)} y`)).toEqual(['x'.repeat(128), 'y']);
    expect(tokenize('х'.repeat(70))).toEqual(['х'.repeat(64)]);
    expect(splitWords('ก'.repeat(60))).toEqual(['ก'.repeat(60)]);
  });

  it('makes words that are their own only word and that the engine would not split', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const word of splitWords(text)) {
          expect(word).toMatch(/^[a-z0-9\u0080-\u{10FFFF}]+$/u);
          expect(splitWords(word)).toEqual([word]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('tokenize', () => {
  it.each([
    ['words as they are', 'Wireless Keyboard', ['wireless', 'keyboard']],
    ['runs as pairs, the last character alone', '東京都 茶', ['東京', '京都', '都', '茶']],
    ['marks with their letters', 'น้ำ', ['น้\u0E4D\u0E32', '\u0E32']],
    ['letters outside the plane', '𠀀𠀁', ['𠀀𠀁', '𠀁']],
    ['scripts side by side', 'USBケーブル', ['usb', 'ケー', 'ーブ', 'ブル', 'ル']],
  ])('gives %s', (_, text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });
});

describe('queryTerms', () => {
  it.each([
    ['words as they are', "Men's Keyboard", ['men', 's', 'keyboard']],
    ['runs as pairs side by side', '東京都 無線', ['東京 京都', '無線']],
    ['one character as a beginning', 'お茶 茶', ['お茶', '茶*']],
    ['an open end where marks may follow', 'กขค', ['กข ขค*']],
  ])('gives %s', (_, text, terms) => {
    expect(queryTerms(text)).toEqual(terms);
  });
});

describe('wordSpans', () => {
  it.each([
    ['ASCII', "Men's K2-BLK", ['men=Men', 's=s', 'k2=K2', 'blk=BLK']],
    ['letters that grow', 'Maß, Æther', ['mass=Maß', 'aether=Æther']],
    ['ligatures', 'oﬃce ﬁt', ['office=oﬃce', 'fit=ﬁt']],
    ['decomposed accents', 'Cafe\u0301 noir', ['cafe=Cafe\u0301', 'noir=noir']],
    ['fractions', '1½ in ½', ['1=1', '1=½', '2=½', 'in=in', '1=½', '2=½']],
    ['emoji beside words', '🎉Fun🎉 👩‍🚀x', ['fun=Fun', 'x=x']],
    ['surrogate pairs', 'a 𝐀𝐁 𠀀𠀁', ['a=a', 'ab=𝐀𝐁', '𠀀=𠀀', '𠀁=𠀁']],
    ['Arabic presentation forms', 'ﻼ ﷺ', ['لا=ﻼ', 'صلى=ﷺ', 'الله=ﷺ', 'عليه=ﷺ', 'وسلم=ﷺ']],
    ['Thai', 'น้ำ ดื่ม', ['น้\u0E4D=น้ำ', '\u0E32=น้ำ', 'ดื่=ดื่', 'ม=ม']],
    ['half-width kana', '新ﾊﾞｯｸ', ['新=新', 'バ=ﾊﾞ', 'ッ=ｯ', 'ク=ｸ']],
    ['jamo', 'ㅎㅏ \u1112\u1161\u11AB', ['하=ㅎㅏ', '한=\u1112\u1161\u11AB']],
    ['soft hyphens', '(Key\u00ADboard)', ['keyboard=Key\u00ADboard']],
    ['Turkish', 'İZMİR', ['izmir=İZMİR']],
    ['units', '5℃ ㎏', ['5=5', 'c=℃', 'kg=㎏']],
    ['trade marks', 'MX™', ['mx=MX']],
  ])('finds the places of %s', (_, text, places) => {
    expect(wordSpans(text).map(({ word, start, end }) => `${word}=${text.slice(start, end)}`)).toEqual(places);
  });

  it('holds the words of splitWords, with places in order inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, asciiText), (text) => {
        const spans = wordSpans(text);
        expect(joinRuns(spans)).toEqual(splitWords(text));
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

  it('names the part of the text that gives the word', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { word, start, end } of wordSpans(text)) {
          expect(splitWords(text.slice(start, end)).join(' ')).toContain(word);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

/** The words, of which runs without spaces lie in characters. */
function joinRuns(spans: ReturnType<typeof wordSpans>): readonly string[] {
  const words: string[] = [];
  for (const { word, continues } of spans) {
    if (continues) words.push((words.pop() ?? '') + word);
    else words.push(word);
  }
  return words;
}
