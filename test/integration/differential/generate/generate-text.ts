import type { Catalogue } from './generate-catalogue.js';
import { asText } from '../naive/values.js';
import type { Random } from './random.js';
import { repunctuate, retype, prefixOf } from './spellings.js';
import { HOSTILE } from './vocabulary.js';

/** Something typed into a search box: mostly what some document holds. */
export function generateText(random: Random, catalogue: Catalogue): string {
  const typed = random.list(1, random.pick([1, 1, 2, 3]), () => generateWord(random, catalogue));
  return typed.join(random.pick([' ', ' ', '  ', '\t', '\u00A0'])) + (random.chance(0.1) ? ' ' : '');
}

function generateWord(random: Random, catalogue: Catalogue): string {
  const fields = Object.entries(catalogue.collection.fields);
  const codes = fields.filter(([, { kind }]) => kind === 'code').flatMap(([path]) => catalogue.values.get(path) ?? []);
  const tags = fields
    .filter(([, { kind }]) => kind === 'tag' || kind === 'hierarchy')
    .flatMap(([path]) => catalogue.values.get(path) ?? []);
  const roll = random.next();
  if (roll < 0.3 && codes.length > 0) {
    const code = repunctuate(random, asText(random.pick(codes)).slice(0, 300));
    return random.chance(0.4) ? prefixOf(random, code) : code;
  }
  if (roll < 0.45 && tags.length > 0) return retype(random, asText(random.pick(tags)).slice(0, 100));
  if (roll < 0.52) return random.pick(HOSTILE);
  return retype(random, random.pick(catalogue.words));
}
