import { createHash } from 'node:crypto';

import { ANALYSIS_VERSION } from './analysis-version.js';
import { startWord, valueWord } from './anchors.js';
import { foldCode } from './code-forms.js';
import { foldTag, foldText } from './fold.js';
import { sortKey } from './sort-key.js';
import { tokenize } from './tokenize.js';

const TEXTS = [
  "Men's K2-BLK-01 USB-C, 2.4 GHz; foo_bar @ 19,99 €",
  'GROẞE Straße Äpfel ſüß',
  'Œuvre d’été, cœur naïf',
  'Ærø Smørrebrød Åland Þór Garður Łódź Đakovo',
  'IŞIK ışık İstanbul',
  'Điện thoại',
  'ΟΔΟΣ Οδός ᾳ ΐ',
  'Ёлка Йод ЇЖАК за\u0301мок',
  'שָׁלוֹם־עולם צה״ל',
  'مُحَمَّد أحمد كـتاب ﻼ ١٥',
  'हिन्दी कीबोर्ड। १५',
  'น้ำดื่ม คีย์บอร์ด ๑๕',
  'キーボード、ﾊﾞｯｸﾗｲﾄ が ゛',
  '무선 키보드 \u1112\u1161\u11AB ㅎㅏㄴ',
  '机械键盘（黑色） 豈 𠀀',
  'Fun🎉ny 1️⃣ 👩‍🚀 ⌨️',
  'Ⅻ m² x¹⁰ ½ 1½ ㎏ ℃ ﬁlter ＵＳＢ－３ MX™ ≠',
  'key\u00ADboard a\u200Bb می\u200Cخواهم Hawaiʻi ŉ e\u0301 J\u030C',
  '0036000291452 000 00-0A12',
  'x'.repeat(140),
  'ก'.repeat(60),
];

describe('ANALYSIS_VERSION', () => {
  it('stands for exactly these forms: raise it together with the digest', () => {
    const forms = TEXTS.map((text) => [
      ...[foldText(text), tokenize(text), foldTag(text), foldCode(text), sortKey(text)],
      ...[startWord(text), valueWord(tokenize(text))],
    ]);
    const digest = createHash('sha256').update(JSON.stringify(forms)).digest('hex').slice(0, 16);
    expect({ version: ANALYSIS_VERSION, digest }).toEqual({ version: 5, digest: '870f2966e7ba4e15' });
  });
});
