import type { Field } from '../../../../src/lib/collections/field-kinds.js';
import type { JsonObject } from '../../../../src/lib/documents/json-value.js';
import type { Catalogue } from './generate-catalogue.js';
import { generateCondition } from './generate-condition.js';
import { generateSort } from './generate-definition.js';
import { generateText } from './generate-text.js';
import { generateWhere } from './generate-where.js';
import { evaluate } from '../naive/evaluate.js';
import type { Random } from './random.js';
import { DATES, NUMBERS } from './measures.js';

/** A search as JSON. */
export type SearchJson = {
  readonly q?: string;
  readonly where?: JsonObject;
  readonly sort?: readonly string[];
  readonly facets?: readonly (string | FacetJson)[];
  readonly page?: number;
  readonly size?: number;
  readonly fields?: readonly string[];
  readonly highlight?: { readonly fields: readonly string[] };
};

export type FacetJson = {
  readonly field: string;
  readonly size?: number;
  readonly ranges?: readonly RangeJson[];
};

export type Bound = string | number;
export type RangeJson = { readonly from?: Bound; readonly to?: Bound };

/** Mostly a search that finds something. */
export function generateSearch(random: Random, catalogue: Catalogue): SearchJson {
  const search = generateAny(random, catalogue);
  const { documents } = evaluate(catalogue.collection, catalogue.documents, { ...search, facets: [] });
  return documents.length > 0 || random.chance(0.3) ? search : generateAny(random, catalogue);
}

function generateAny(random: Random, catalogue: Catalogue): SearchJson {
  const { fields } = catalogue.collection;
  const facets = random.chance(0.6) ? generateFacets(random, catalogue) : [];
  const words = Object.keys(fields).filter((path) => holdsWords(fields[path]!));
  const hasText = random.chance(0.45);
  return {
    ...(hasText ? { q: generateText(random, catalogue), typos: false, match: 'all' } : {}),
    ...(random.chance(hasText ? 0.4 : 0.75) ? { where: whereOf(random, catalogue, facets) } : {}),
    ...(random.chance(0.45) ? { sort: generateSort(random, fields, 3) } : {}),
    ...(facets.length > 0 ? { facets } : {}),
    ...(random.chance(0.3) ? { page: random.integer(1, 4) } : {}),
    ...(random.chance(0.8) ? { size: random.pick([0, 1, 2, 3, 5, 10, 20, 50, 250]) } : {}),
    ...(random.chance(0.2) ? { fields: generateFields(random, catalogue) } : {}),
    ...(words.length > 0 && random.chance(0.3) ? { highlight: { fields: random.some(words, 1, 3) } } : {}),
  };
}

/** Often with selections in the facets that are asked for, several at once: each ignores its own. */
function whereOf(random: Random, catalogue: Catalogue, facets: NonNullable<SearchJson['facets']>): JsonObject {
  const where = generateWhere(random, catalogue);
  const selected = facets.flatMap((facet) => {
    const path = typeof facet === 'string' ? facet : facet.field;
    return random.chance(0.3) ? [[path, generateCondition(random, catalogue, path)] as const] : [];
  });
  return { ...where, ...Object.fromEntries(selected) };
}

const holdsWords = ({ kind }: Field) => ['text', 'code', 'tag', 'hierarchy'].includes(kind);

function generateFacets(random: Random, { collection, values }: Catalogue): readonly (string | FacetJson)[] {
  const paths = Object.keys(collection.fields).filter((path) => isFacet(collection.fields[path]!));
  return random.some(paths, 1, 4).map((path) => {
    if (random.chance(0.4)) return path;
    const { kind } = collection.fields[path]!;
    if (kind !== 'numeric' && kind !== 'date') return { field: path, size: random.pick([1, 2, 3, 5, 50]) };
    const known = [
      ...((values.get(path) ?? []) as readonly Bound[]),
      ...random.some<Bound>(kind === 'date' ? DATES : NUMBERS, 1, 2),
    ];
    return { field: path, ranges: random.list(1, 3, () => generateRange(random, known)) };
  });
}

const isFacet = (field: Field) => 'facet' in field && field.facet;

function generateRange(random: Random, values: readonly Bound[]): RangeJson {
  const [a, b] = random.list(2, 2, () => random.pick(values)).sort((left, right) => order(left) - order(right)) as [
    Bound,
    Bound,
  ];
  if (order(a) === order(b)) return random.chance(0.5) ? { from: a } : { to: a };
  return random.pick<RangeJson>([{ from: a }, { to: b }, { from: a, to: b }, { from: a, to: b }]);
}

const order = (bound: Bound) => (typeof bound === 'string' ? Date.parse(bound) : bound);

/** Members of the document, also ones that are not indexed or not there. */
function generateFields(random: Random, { collection }: Catalogue): readonly string[] {
  const paths = Object.keys(collection.fields);
  const tops = paths.map((path) => path.split('.')[0]!.replace('[]', ''));
  return random.some([...new Set([...paths, ...tops, collection.id, 'extra', 'extra.a', 'absent'])], 1, 4);
}
