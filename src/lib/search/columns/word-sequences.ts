import { grown } from './grown.js';

const MORE = 0x80;
/** Most bytes that the number of a word takes. */
const MAX_BYTES = 5;

/** Words that stand side by side. */
export interface SoughtSequence {
  /** Their numbers, of {@link encodeWords}. */
  readonly words: Uint8Array;
  /** Any of these comes behind them; null where nothing has to. */
  readonly next: ReadonlySet<number> | null;
}

/** The numbers of words as they are held: seven bits a byte, the low ones first. */
export function encodeWords(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(words.length * MAX_BYTES);
  return bytes.subarray(
    0,
    words.reduce((end, word) => encode(bytes, end, word), 0),
  );
}

/** The words of each document in their order, by their numbers. */
export class WordSequences {
  #bytes = new Uint8Array(0);
  #length = 0;
  /** Where the words of each slot begin; those of the last one end at the end. */
  #starts = new Uint32Array(0);
  #size = 0;
  #read = new Int32Array(0);

  /** Puts the words of a document under the next slot. @param count how many of the words count */
  push(words: Int32Array, count: number): void {
    this.#bytes = grown(this.#bytes, this.#length + count * MAX_BYTES);
    this.#starts = grown(this.#starts, this.#size + 1);
    this.#starts[this.#size++] = this.#length;
    for (let at = 0; at < count; at++) {
      this.#length = encode(this.#bytes, this.#length, words[at] ?? 0);
    }
  }

  /** The words of a document, in an array that holds others when it is asked again. */
  at(slot: number): Int32Array {
    const from = this.#startOf(slot);
    const end = this.#startOf(slot + 1);
    this.#read = grown(this.#read, end - from);
    let count = 0;
    for (let at = from; at < end; count++) {
      this.#read[count] = this.#wordAt(at);
      at = this.#behind(at);
    }
    return this.#read.subarray(0, count);
  }

  /** Whether a document has words side by side. Most bytes are not the first of these, so that is looked for before all else. */
  holds(slot: number, { words, next }: SoughtSequence): boolean {
    const bytes = this.#bytes;
    const first = words[0];
    const start = this.#startOf(slot);
    const last = this.#startOf(slot + 1) - words.length;
    for (let at = start; at <= last; at++) {
      if (bytes[at] !== first || (at > start && (bytes[at - 1] ?? 0) >= MORE)) continue;
      let same = 1;
      while (same < words.length && bytes[at + same] === words[same]) same++;
      if (same < words.length) continue;
      if (next === null || (at < last && next.has(this.#wordAt(at + same)))) return true;
    }
    return false;
  }

  /** @param slots for each old slot the new one, -1 for a dead one; new ones ascend with the old */
  compact(slots: Int32Array): void {
    const size = this.#size;
    let length = 0;
    this.#size = 0;
    for (let old = 0; old < size; old++) {
      if ((slots[old] ?? -1) < 0) continue;
      const from = this.#starts[old] ?? 0;
      const end = old + 1 < size ? (this.#starts[old + 1] ?? 0) : this.#length;
      this.#bytes.copyWithin(length, from, end);
      this.#starts[this.#size++] = length;
      length += end - from;
    }
    this.#length = length;
  }

  get bytes(): number {
    return this.#bytes.byteLength + this.#starts.byteLength + this.#read.byteLength;
  }

  #startOf(slot: number): number {
    return slot < this.#size ? (this.#starts[slot] ?? 0) : this.#length;
  }

  #wordAt(from: number): number {
    let at = from;
    let byte = this.#bytes[at++] ?? 0;
    let word = byte & ~MORE;
    for (let shift = 7; byte >= MORE; shift += 7) {
      byte = this.#bytes[at++] ?? 0;
      word |= (byte & ~MORE) << shift;
    }
    return word;
  }

  /** Where the next word begins. */
  #behind(from: number): number {
    let at = from;
    while ((this.#bytes[at++] ?? 0) >= MORE);
    return at;
  }
}

/** Writes the number of a word, and tells where the next one goes. */
function encode(bytes: Uint8Array, from: number, word: number): number {
  let at = from;
  let rest = word;
  while (rest >= MORE) {
    bytes[at++] = rest | MORE;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}
