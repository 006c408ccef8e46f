import type { Catalogue } from './generate-catalogue.js';
import { asText } from '../naive/values.js';
import type { Random } from './random.js';
import { repunctuate, retype, prefixOf } from './spellings.js';
import { HOSTILE } from './hostile.js';

/** Characters of a word: a query has at most 1,000. */
const LONGEST = 150;

/** Something typed into a search box: mostly what some document holds. */
export function generateText(random: Random, catalogue: Catalogue): string {
  const typed = random.list(1, random.pick([1, 1, 2, 3]), () => generateWord(random, catalogue));
  return typed.join(random.pick([' ', ' ', '  ', '\t', '\u00A0'])) + (random.chance(0.1) ? ' ' : '');
}

function generateWord(random: Random, catalogue: Catalogue): string {
  const codes = valuesOf(catalogue, ['code']);
  const tags = valuesOf(catalogue, ['tag', 'hierarchy']);
  const texts = valuesOf(catalogue, ['text']);
  const roll = random.next();
  if (roll < 0.3 && codes.length > 0) {
    const code = repunctuate(random, random.pick(codes).slice(0, LONGEST));
    return random.chance(0.4) ? prefixOf(random, code) : code;
  }
  if (roll < 0.45 && tags.length > 0) return retype(random, random.pick(tags).slice(0, LONGEST));
  if (roll < 0.52) return random.pick(HOSTILE);
  if (roll < 0.62 && texts.length > 0)
    return retype(random, random.pick(random.pick(texts).split(/\s+/)).slice(0, LONGEST));
  return retype(random, random.pick(catalogue.words));
}

function valuesOf({ collection, values }: Catalogue, kinds: readonly string[]): readonly string[] {
  const paths = Object.keys(collection.fields).filter((path) => kinds.includes(collection.fields[path]!.kind));
  return paths.flatMap((path) => values.get(path) ?? []).map(asText);
}
