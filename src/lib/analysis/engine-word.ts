/** The engine cuts longer words, even within a character, so that they are not found. */
export const MAX_WORD_BYTES = 128;

const SURROGATES = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
const ENGINE_PAIRS = /[\uE000-\uE3FF][\uE400-\uE7FF]/g;
const FIRST_OF_PAIR = 0xe000 - 0xd800;
const SECOND_OF_PAIR = 0xe400 - 0xdc00;

/**
 * A token or code as the engine is to index and find it. Its search by prefix knows no character beyond U+FFFF: each of
 * them becomes two of the Private Use Area, which no token holds.
 */
export function toEngineWord(word: string): string {
  return word.replace(SURROGATES, (pair) =>
    String.fromCharCode(pair.charCodeAt(0) + FIRST_OF_PAIR, pair.charCodeAt(1) + SECOND_OF_PAIR),
  );
}

/** The token or code that an engine word stands for. */
export function fromEngineWord(word: string): string {
  return word.replace(ENGINE_PAIRS, (pair) =>
    String.fromCharCode(pair.charCodeAt(0) - FIRST_OF_PAIR, pair.charCodeAt(1) - SECOND_OF_PAIR),
  );
}

/** How many bytes the engine gets of a word, in UTF-8. */
export function engineWordBytes(word: string): number {
  return Buffer.byteLength(toEngineWord(word));
}

/** The beginning of a word that the engine takes whole. */
export function cutEngineWord(word: string): string {
  if (word.length * 3 <= MAX_WORD_BYTES || engineWordBytes(word) <= MAX_WORD_BYTES) return word;
  let cut = '';
  let bytes = 0;
  for (const character of word) {
    bytes += engineWordBytes(character);
    if (bytes > MAX_WORD_BYTES) break;
    cut += character;
  }
  return cut;
}
