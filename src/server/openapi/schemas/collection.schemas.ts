import { boolean, integer, list, mapOf, number, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';
import { ERROR_CODES, LANGUAGE_NAMES } from '../../../lib/index.js';

const kind = (name: string, options: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  object({ kind: { type: 'string', const: name }, ...options });

const weight = {
  'weight?': number('How much a word found here counts.', { default: 1, exclusiveMinimum: 0, maximum: 1_000 }),
};
const language = {
  'language?': string('Whose forms of words are found; default: that of the collection.', {
    enum: ['none', ...LANGUAGE_NAMES],
  }),
};
const sortable = { 'sortable?': boolean('Whether results can be sorted by it.', { default: false }) };
const facet = { 'facet?': boolean('Whether its values are counted.', { default: false }) };
const searchable = { 'searchable?': boolean('Whether its words are found by text queries.', { default: false }) };

const definition = {
  id: string('The member that holds the id.', { default: 'id' }),
  fields: mapOf(ref('Field'), 'By path, such as `name`, `specs.layout` or `variants[].color`. At most 200.'),
  defaultSort: list(string(), { description: 'The order without words to rank by.', examples: [['popularity:desc']] }),
  ranking: list(
    {
      anyOf: [
        string('Orders hits that fit about equally well.', { examples: ['popularity:desc'] }),
        object({ boost: string('A boolean facet.'), by: number('', { minimum: 0.1, maximum: 10 }) }),
        object({
          decay: string('A sortable date.'),
          halfLifeDays: number('', { minimum: 0.1, maximum: 36_500 }),
          by: number('The share that fades.', { minimum: 0, maximum: 1 }),
        }),
      ],
    },
    { description: 'What ranks hits beside their words.', maxItems: 8 },
  ),
  partitions: integer('Into how many parts the keys are spread; fixed when the collection is made.', {
    minimum: 1,
    maximum: 256,
    default: 1,
  }),
  stock: ref('StockFields'),
  language: string('Whose forms of words are found in fields that name no language; default: none.', {
    enum: LANGUAGE_NAMES,
  }),
};

export const COLLECTION_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Field: {
    description: 'How a member is indexed.',
    oneOf: [
      kind('text', { ...weight, ...sortable, ...language }),
      kind('code', { ...weight, ...sortable }),
      kind('tag', { ...facet, ...searchable, ...weight, ...sortable, ...language }),
      kind('hierarchy', {
        'separator?': string('', { default: ' > ' }),
        ...facet,
        ...searchable,
        ...weight,
        ...language,
      }),
      kind('numeric', { ...sortable, ...facet }),
      kind('boolean', facet),
      kind('date', { ...sortable, ...facet }),
      kind('geo'),
      kind('vector', {
        dimensions: integer('', { minimum: 1, maximum: 32_768 }),
        'metric?': string('', { enum: ['cosine', 'l2', 'ip'], default: 'cosine' }),
        'algorithm?': string('', { enum: ['hnsw', 'flat'], default: 'hnsw' }),
      }),
    ],
  },
  Definition: object(
    {
      'id?': definition.id,
      fields: definition.fields,
      'defaultSort?': definition.defaultSort,
      'ranking?': definition.ranking,
      'partitions?': definition.partitions,
      'stock?': definition.stock,
      'language?': definition.language,
    },
    'What a collection indexes.',
  ),
  IndexState: object({
    state: string('`migrating`: the former definition serves; `building`: searches find a part.', {
      enum: ['ready', 'building', 'migrating', 'missing'],
    }),
    progress: number('', { minimum: 0, maximum: 1 }),
    'error?': object(
      { code: { type: 'string', enum: Object.keys(ERROR_CODES) }, message: string() },
      'Why the last migration came to nothing.',
    ),
  }),
  Collection: object({
    name: string(),
    id: definition.id,
    fields: definition.fields,
    defaultSort: definition.defaultSort,
    'ranking?': definition.ranking,
    partitions: definition.partitions,
    'stock?': definition.stock,
    'language?': definition.language,
    documents: integer('How many there are.', { minimum: 0 }),
    index: ref('IndexState'),
    source: string('Whether an application declares it, or it was made at run time.', { enum: ['code', 'stored'] }),
  }),
  Collections: object({ collections: list(ref('Collection')) }),
};
