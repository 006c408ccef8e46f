import type { Random } from './random.js';

/** The value in another spelling that filters should (mostly) take for the same. */
export function respell(random: Random, value: string): string {
  switch (random.integer(0, 5)) {
    case 0:
      return value.toUpperCase();
    case 1:
      return value.toLowerCase();
    case 2:
      return value.normalize('NFD');
    case 3:
      return value.normalize('NFC');
    default:
      return value;
  }
}

/** A code with punctuation put in, taken out, and zeros before it. */
export function repunctuate(random: Random, code: string): string {
  const marks = ['-', '.', '/', '_', '#', ''];
  const bare = Array.from(code).filter((character) => /[\p{L}\p{N}\p{M}]/u.test(character) || random.chance(0.5));
  const joined = bare.map((character) => character + (random.chance(0.2) ? random.pick(marks) : '')).join('');
  return (random.chance(0.1) ? '0' : '') + (random.chance(0.3) ? joined.toUpperCase() : joined.toLowerCase());
}

/** The first characters of a text. */
export function prefixOf(random: Random, text: string): string {
  const characters = Array.from(text);
  return characters.slice(0, random.integer(1, Math.max(1, characters.length))).join('');
}

/** The text with its accents taken off, or added punctuation. */
export function retype(random: Random, word: string): string {
  switch (random.integer(0, 7)) {
    case 0:
      return word.toUpperCase();
    case 1:
      return word.normalize('NFD').replace(/\p{M}/gu, '');
    case 2:
      return `${random.pick(['(', '"', '-', '@', '$'])}${word}${random.pick([')', '"', '*', '~', '%', '!'])}`;
    case 3:
      return prefixOf(random, word);
    case 4:
      return word.toLowerCase();
    default:
      return word;
  }
}
