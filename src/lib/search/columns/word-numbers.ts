import { grown } from './grown.js';

/** A part of a string that is so long keeps the whole string in memory. */
const MIN_SLICED = 13;
const SPACE = 32;
const FIRST_CAPACITY = 2_048;
const HASH_START = 0x811c9dc5 | 0;
const HASH_FACTOR = 0x01000193;
const NONE = -1;

/**
 * The words of all documents by their numbers. A word is looked up where it stands in a text, without being cut out: most
 * are known. Sources: open addressing, Knuth, The Art of Computer Programming 3, 6.4, algorithm L; FNV-1a as in RFC 9923.
 */
export class WordNumbers {
  /** The words, each at its number. */
  readonly words: string[] = [];
  #hashes = new Int32Array(0);
  /** At the place of a word's hash, or behind it where that is taken: its number and one more; 0 where there is none. */
  #places = new Uint32Array(FIRST_CAPACITY);
  #letters = 0;

  /** The number of a word; undefined where it has none. */
  find(word: string): number | undefined {
    const number = this.#numberAt(this.#placeOf(word, 0, word.length, hashOf(word, 0, word.length)));
    return number === NONE ? undefined : number;
  }

  /**
   * Numbers the words of a text in their order, new ones too.
   * @param text words with one space between
   * @param numbers where they are put, from some place on: long enough for them
   * @returns how many stand there then
   */
  number(text: string, numbers: Int32Array, from: number): number {
    let count = from;
    let start = 0;
    let hash = HASH_START;
    for (let at = 0; at <= text.length; at++) {
      const unit = at === text.length ? SPACE : text.charCodeAt(at);
      if (unit !== SPACE) {
        hash = withUnit(hash, unit);
        continue;
      }
      if (at > start) numbers[count++] = this.#numberOf(text, start, at, hash);
      start = at + 1;
      hash = HASH_START;
    }
    return count;
  }

  /** Bytes of its words and of what they are found by. */
  get bytes(): number {
    return this.#letters + this.#hashes.byteLength + this.#places.byteLength;
  }

  #numberOf(text: string, start: number, end: number, hash: number): number {
    const place = this.#placeOf(text, start, end, hash);
    const known = this.#numberAt(place);
    return known === NONE ? this.#learn(text.slice(start, end), hash, place) : known;
  }

  #learn(word: string, hash: number, place: number): number {
    const number = this.words.push(word.length < MIN_SLICED ? word : Buffer.from(word).toString()) - 1;
    this.#hashes = grown(this.#hashes, number + 1);
    this.#hashes[number] = hash;
    this.#places[place] = number + 1;
    this.#letters += Buffer.byteLength(word);
    if (2 * this.words.length > this.#places.length) this.#spread();
    return number;
  }

  #numberAt(place: number): number {
    return (this.#places[place] ?? 0) - 1;
  }

  /** Where a word stands, or would. */
  #placeOf(text: string, start: number, end: number, hash: number): number {
    const last = this.#places.length - 1;
    for (let place = mixed(hash) & last; ; place = (place + 1) & last) {
      const number = this.#numberAt(place);
      if (number === NONE) return place;
      if (this.#hashes[number] === hash && isAt(text, start, end, this.words[number] ?? '')) return place;
    }
  }

  /** Gives the words twice as many places. */
  #spread(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const last = places.length - 1;
    for (let number = 0; number < this.words.length; number++) {
      let place = mixed(this.#hashes[number] ?? 0) & last;
      while (places[place] !== 0) place = (place + 1) & last;
      places[place] = number + 1;
    }
    this.#places = places;
  }
}

const withUnit = (hash: number, unit: number) => Math.imul(hash ^ unit, HASH_FACTOR);

/** The low bits tell too little of the last letters. */
const mixed = (hash: number) => hash ^ (hash >>> 15);

function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at++) hash = withUnit(hash, text.charCodeAt(at));
  return hash;
}

function isAt(text: string, start: number, end: number, word: string): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at++) if (text.charCodeAt(start + at) !== word.charCodeAt(at)) return false;
  return true;
}
