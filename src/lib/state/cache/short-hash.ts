import { hash } from 'node:crypto';

const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 1_000;

/** SHA-256 in base64url, cut to `length` characters. The hashes of short texts that are asked for often are remembered. */
export class ShortHash {
  readonly #length: number;
  readonly #known = new Map<string, string>();

  constructor(length: number) {
    this.#length = length;
  }

  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = hash('sha256', text, 'base64url').slice(0, this.#length);
    if (text.length > LONGEST_REMEMBERED) return made;
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }
}
