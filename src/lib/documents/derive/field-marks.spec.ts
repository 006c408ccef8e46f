import { createCollection } from '../../collections/create-collection.js';
import { hierarchy, numeric, tag, text, vector } from '../../collections/fields.js';
import type { JsonObject } from '../json-value.js';
import { MARK_LENGTH, markLayoutOf, marksOf } from './field-marks.js';

const fields = {
  name: text(),
  tags: tag({ facet: true }),
  categories: hierarchy(),
  price: numeric(),
  'variants[].color': tag(),
  embedding: vector({ dimensions: 2 }),
};
const definitions = { serving: createCollection('things', null, fields, {}), other: null };
const { shape, members } = markLayoutOf(definitions);
const document = { name: 'Lamp', tags: ['a', 'b'], price: 5, variants: [{ color: 'red', size: 1 }], embedding: [1, 0] };

/** The members whose marks differ. */
function changed(one: JsonObject, other: JsonObject): string[] {
  const pieces = (of: JsonObject) =>
    marksOf(of, definitions)
      .slice(shape.length)
      .match(new RegExp(`.{${MARK_LENGTH}}`, 'g'));
  const [before, after] = [pieces(one), pieces(other)];
  return members
    .filter((_, at) => before?.[at] !== after?.[at])
    .map((member) => member.replace(/_[0-9a-f]{6}$/, ''))
    .sort();
}

it('are as long as there are fields, behind the shape', () => {
  const marks = marksOf(document, definitions);
  expect(marks).toMatch(/^[0-9a-f]{8}[\w-]+$/);
  expect(marks).toHaveLength(shape.length + members.length * MARK_LENGTH);
});

it.each<[what: string, change: JsonObject, names: string[]]>([
  ['nothing', {}, []],
  ['two values for one with a character that no text should hold', { tags: ['a\uffffb'] }, ['tags']],
  ['a member that no field names', { other: 1 }, []],
  ['a member beside a field', { variants: [{ color: 'red', size: 2 }] }, []],
  ['a number', { price: 6 }, ['price']],
  ['a number to a text of it', { price: '5' }, []],
  ['a value that is there no more', { price: null }, ['price']],
  ['a value that was not there', { categories: 'A > B' }, ['categories']],
  ['where values end', { tags: ['ab'] }, ['tags']],
  ['letter case', { name: 'lamp' }, ['name']],
  ['an element of an array', { variants: [{ color: 'red' }, { color: 'blue' }] }, ['variants_color']],
  ['a vector', { embedding: [0, 1] }, ['embedding']],
  ['several', { name: 'x', tags: [] }, ['name', 'tags']],
])('tell %s', (_, change, names) => {
  expect(changed(document, { ...document, ...change })).toEqual(names);
});

it('are spread: a thousand numbers have a thousand marks', () => {
  const marks = new Set(Array.from({ length: 1_000 }, (_, price) => marksOf({ price }, definitions)));
  expect(marks.size).toBe(1_000);
});
