import { LANGUAGE_NAMES, LIMITS } from '../../../lib/index.js';
import { boolean, integer, list, mapOf, number, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

const scalar: JsonSchema = { type: ['string', 'number', 'boolean'] };
const oneOrMany: JsonSchema = { anyOf: [scalar, list(scalar, { minItems: 1, maxItems: LIMITS.values })] };
const bound: JsonSchema = { type: ['number', 'string'] };

const search: Readonly<Record<string, JsonSchema>> = {
  'q?': string('What was typed. Blank or absent: everything.', {
    maxLength: LIMITS.queryLength,
    examples: ['wireless keyb'],
  }),
  'where?': ref('Where'),
  'sort?': list(string('', { pattern: ':(asc|desc)$' }), {
    description: 'Default: by relevance with q, else in the order of the collection.',
    maxItems: LIMITS.sorts,
    examples: [['price:asc']],
  }),
  'facets?': list(ref('FacetRequest'), { maxItems: LIMITS.facets }),
  'page?': integer('From 1; page × size is at most 10,000.', { minimum: 1, default: 1 }),
  'size?': integer('0 gives counts alone.', { minimum: 0, maximum: LIMITS.size, default: 20 }),
  'after?': string('Where the page before ended; not together with page.'),
  'fields?': list(string(), {
    description: 'Members of the documents to give, indexed or not; what a document does not have is left out.',
    maxItems: LIMITS.fields,
  }),
  'highlight?': object({
    fields: list(string(), { minItems: 1 }),
    'snippet?': integer('Words of a snippet; absent: the whole text.', { minimum: 1, maximum: LIMITS.snippet }),
  }),
  'vector?': object(
    {
      field: string(),
      value: list(number()),
      'k?': integer('', { minimum: 1, maximum: LIMITS.neighbours, default: 10 }),
    },
    'Nearest neighbours, instead of q; filters apply before.',
  ),
  'typos?': boolean('Whether q may find words that are spelt, joined or split otherwise. Default true.'),
  'match?': string('Whether a hit must have every word of q, or may lack common ones where no document has them all.', {
    enum: ['auto', 'all'],
    default: 'auto',
  }),
  'language?': string(
    'The language of q: only its forms of words and synonyms are found; `none`: words as they are. Default: every language of the collection.',
    { enum: ['none', ...LANGUAGE_NAMES] },
  ),
  'synonyms?': boolean('Whether synonyms of q are found too. Default true.'),
  'timeoutMs?': integer('What the engine may take.', { minimum: 1, maximum: LIMITS.timeoutMs, default: 500 }),
  'partial?': string('What to do when not everything was looked at: give what was found, or fail.', {
    enum: ['return', 'fail'],
    default: 'return',
  }),
  'consistency?': string('Who may answer: the primary, or also a replica, which may lag behind.', {
    enum: ['primary', 'replica'],
    default: 'primary',
  }),
};

export const SEARCH_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Condition: {
    description: 'A value or a list of values (any of them), or operators; which ones is a matter of the field’s kind.',
    anyOf: [
      oneOrMany,
      object({
        'not?': oneOrMany,
        'all?': oneOrMany,
        'exists?': boolean(),
        'gt?': bound,
        'gte?': bound,
        'lt?': bound,
        'lte?': bound,
        'near?': object({ lat: number(), lon: number(), km: number('', { exclusiveMinimum: 0 }) }),
      }),
    ],
  },
  Where: {
    type: 'object',
    description: 'Conditions by field, all of which must hold.',
    properties: {
      and: list(ref('Where')),
      or: list(ref('Where')),
      not: ref('Where'),
    },
    additionalProperties: ref('Condition'),
    examples: [{ brand: ['Clavis'], price: { gte: 50, lt: 200 }, inStock: true }],
  },
  FacetRequest: {
    anyOf: [
      string(),
      object({
        field: string(),
        'size?': integer('How many values are shown.', { minimum: 1, maximum: LIMITS.facetSize, default: 10 }),
        'ranges?': list(object({ 'from?': bound, 'to?': bound }), {
          description: 'From ≤ x < to.',
          maxItems: LIMITS.ranges,
        }),
      }),
    ],
  },
  Search: object(search),
  Searches: object({
    searches: list(object({ collection: string(), ...search }), { maxItems: LIMITS.searches }),
  }),
  Hit: object({
    id: string(),
    'score?': number(
      'How well it fits; absent under an explicit order. Where the collection has fields in its ranking, these order hits whose scores differ by less than a factor of 1.2, so the score need not fall from hit to hit.',
    ),
    document: ref('Document'),
    'highlights?': mapOf({ type: ['string', 'array'], items: string() }, 'Marked HTML by field.'),
  }),
  SearchResult: object({
    hits: list(ref('Hit')),
    total: integer('Documents that match, on all pages together.', { minimum: 0 }),
    'page?': integer('Absent when the page was reached by after.'),
    size: integer(),
    'after?': string('Where this page ends, for the next one; absent at the end and without an order.'),
    'facets?': mapOf(ref('Facet')),
    query: object({
      text: string(),
      corrected: { type: ['string', 'null'], description: 'The words as they were understood; null when as typed.' },
      optional: list(string(), { description: 'Words that hits may lack, for no document has them all.' }),
      mode: string('', { enum: ['keyword', 'vector', 'browse'] }),
      rules: list(string(), { description: 'Empty for now.' }),
    }),
    partial: boolean('Whether not everything was looked at.'),
    'partialReasons?': list(string('', { enum: ['TIMEOUT', 'PREFIX_LIMIT', 'GUESS_LIMIT', 'ENGINE_WARNING'] }), {
      description:
        'Why: the time was over; a prefix was cut; q has more words that may be mistyped than the 12 that are guessed; the engine had another reason.',
    }),
    tookMs: number(),
  }),
  SearchResults: object({
    results: list({ anyOf: [ref('SearchResult'), ref('Problem')] }, { description: 'By position.' }),
  }),
};
