const LETTER_A = 97;
const LETTERS = 26;
const OTHERS = 6;

/** The set of a word's letters as bits: one for each of a–z, six for all others together. */
export function letterSignature(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i++) {
    const letter = word.charCodeAt(i) - LETTER_A;
    bits |= 1 << (letter >= 0 && letter < LETTERS ? letter : LETTERS + (word.charCodeAt(i) % OTHERS));
  }
  return bits >>> 0;
}

/** How many bits of 32 are set. Source: H. S. Warren, "Hacker's Delight", section 5-1. */
export function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
