import type { Field } from '../../../../src/lib/collections/field-kinds.js';
import { stringifyExactly } from '../../../../src/lib/documents/exact-numbers.js';
import type { JsonValue } from '../../../../src/lib/documents/json-value.js';
import type { Random } from './random.js';
import { respell } from './spellings.js';
import { HOSTILE } from './hostile.js';
import { DATES, NUMBERS, POINTS } from './measures.js';
import { CODES, levelsFor, TAGS, WORDS } from './words.js';

/** The few values that the documents of a catalogue have in one field, so that they often share them. */
export function generateValues(random: Random, field: Field, words: readonly string[]): readonly JsonValue[] {
  const pool = (least: number, most: number, make: () => JsonValue) => random.list(least, most, make);
  switch (field.kind) {
    case 'text':
      return pool(3, 12, () => generateText(random, words));
    case 'code':
      return pool(2, 10, () => generateCode(random));
    case 'tag':
      return pool(2, 10, () => generateTag(random));
    case 'hierarchy':
      return pool(2, 9, () => generateHierarchy(random, field.separator));
    case 'numeric':
      return pool(2, 9, () => generateNumber(random));
    case 'boolean':
      return [true, false];
    case 'date':
      return pool(2, 8, () => random.pick(DATES));
    case 'geo':
      return pool(2, 8, () => ({ ...random.pick(POINTS) }));
    case 'vector':
      return pool(2, 6, () => Array.from({ length: field.dimensions }, () => Math.fround(random.next() + 0.01)));
  }
}

/** Some words of a catalogue, which its texts and queries share. */
export function generateWords(random: Random): readonly string[] {
  return random.some(WORDS, 6, 20);
}

function generateText(random: Random, words: readonly string[]): string {
  if (random.chance(0.05)) return 'lorem ipsum '.repeat(random.integer(50, 400)) + random.pick(words);
  if (random.chance(0.03)) return random.pick(['long', 'ภาษาไทย', '東京𠀀']).repeat(random.integer(5, 100));
  const parts = random.list(1, 6, () => (random.chance(0.1) ? random.pick(HOSTILE) : random.pick(words)));
  return parts.join(random.pick([' ', ' ', ' ', ', ', '-', '/']));
}

function generateTag(random: Random): string {
  if (random.chance(0.15)) return random.pick(HOSTILE);
  if (random.chance(0.03)) return 'tag '.repeat(random.integer(30, 1_500));
  return respell(random, random.pick(TAGS));
}

/** One of those that the engine can hold exactly: by the others nothing is found. */
function generateNumber(random: Random): number {
  if (random.chance(0.6)) return random.pick(NUMBERS);
  if (random.chance(0.7)) return random.integer(-100, 100) / 4;
  const number = random.next() * 1_000;
  return stringifyExactly(number).inexact.length === 0 ? number : 0.1;
}

/** A code has at most 64 letters and digits. */
function generateCode(random: Random): string {
  if (random.chance(0.05)) return 'c0-'.repeat(random.integer(20, 32));
  return random.chance(0.15) ? random.pick(HOSTILE) : respell(random, random.pick(CODES));
}

function generateHierarchy(random: Random, separator: string): string {
  const names = levelsFor(separator);
  const levels = random.list(1, 4, (depth) => random.pick(depth === 0 ? names.slice(0, 6) : names));
  const mark = random.chance(0.2) ? random.pick([separator.trim(), ` ${separator.trim()} `, separator]) : separator;
  return (random.chance(0.1) ? ' ' : '') + levels.join(mark) + (random.chance(0.05) ? mark : '');
}
