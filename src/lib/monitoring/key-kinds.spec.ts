import { createKeys } from '../redis/keys.js';
import { kindOf } from './key-kinds.js';

const keys = createKeys('n');
const areaOf = (key: string) => kindOf(key.slice('n:'.length))?.area;

it.each([
  [keys.document('books', 3, 'a:b'), 'documents'],
  [keys.document('books', null, 'line\nbreak'), 'documents'],
  [keys.sequence('books', null), 'sequences'],
  [keys.changes('books', 0), 'changes'],
  [keys.fieldVersions('books', null), 'versions'],
  [keys.definition('books', null), 'definitions'],
  [keys.synonyms('books', null), 'synonyms'],
  [keys.stock('books', null, 'record:x'), 'stock'],
  [keys.collections(), 'definitions'],
  [keys.terms('books'), 'terms'],
  [keys.state('cache', '{p:x}', 'flight'), 'caches'],
  [keys.state('stream', '{orders}', 'effect:a:b'), 'stream markers'],
  [keys.state('account', '{bank}', 'alice'), 'own: account'],
])('%j belongs to %s', (key, area) => {
  expect(areaOf(key)).toBe(area);
});

it.each(['n:', 'n:x', 'n:x:', 'n:Basket:1', 'n:my area:1', 'n:{books}:other'])('%j is no name of ours', (key) => {
  expect(areaOf(key)).toBeUndefined();
});
