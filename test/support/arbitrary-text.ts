import fc from 'fast-check';

const ALPHABETS = [
  'aAzZ09 -_\'"&<>.',
  'éÉßẞſæŒøłđÞðıİŉ½⅓²™',
  '\u0301\u0308\u0327\u0323\u0345\u0338\u20E3\u00AD\u200B\u200D\uFE0F\u0640\uFE71\uFCF2\u034F',
  'σςΣάᾳΐᾼ',
  'еёЁйӗѐᲀ',
  'אבשׁשׂ\u05B0\u05BC',
  'ابأؤئﷺﻼ\u064B٣۵',
  'कखक़ि़्०९',
  'กำิ้ํา๐',
  'ｶﾞがガは゛\u3099ー',
  '한ㄱㅏㄳ\u1100\u1161\u11A8\u115F',
  '中文𠀀',
  '🎉👩🚀🇩🇪𝐀𝟗𑛐',
];
const anyOf = (alphabet: string) => fc.constantFrom(...Array.from(alphabet));
const character = fc.oneof(
  { weight: 20, arbitrary: fc.oneof(...ALPHABETS.map(anyOf)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);

/** Well-formed Unicode text that mixes scripts and is rich in marks, ligatures, invisible and composed characters. */
export const unicodeText = fc.oneof(
  fc.string({ unit: character, maxLength: 24 }),
  ...ALPHABETS.map((alphabet) =>
    fc.string({ unit: fc.oneof(anyOf(alphabet), anyOf(ALPHABETS[2] ?? '')), maxLength: 12 }),
  ),
);

/** As {@link unicodeText}, with lone surrogates. */
export const anyText = fc.oneof(
  unicodeText,
  fc.string({ unit: fc.oneof(character, fc.constantFrom('\uD800', '\uDC00', '\uD83D')), maxLength: 16 }),
);

/** ASCII sentences: words, punctuation and white space. */
export const asciiText = fc.string({
  unit: anyOf("   -.'<&abcKLM012"),
  maxLength: 60,
});
