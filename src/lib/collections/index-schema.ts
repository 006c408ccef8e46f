import type { AnyCollection } from './collection.js';
import { VALUE_SEPARATOR } from './facet-values.js';
import type { FieldLayout, Layout } from './field-layout.js';
import { layoutOf } from './field-layout.js';
import { documentBoostOf } from './document-boost.js';
import { HAS } from './members.js';
import { packedFacetsOf } from './packed-facets.js';
import { hasEach, toJsonPath } from './path.js';

/** Attribute and sort key of the document's id. */
export const ID_ATTRIBUTE = 'id';

/** The SCHEMA part of FT.CREATE for a collection. */
export function indexSchema(collection: AnyCollection): readonly string[] {
  return [
    ...['$.meta.id', 'AS', ID_ATTRIBUTE, 'TAG', 'CASESENSITIVE', 'SORTABLE', 'UNF'],
    ...[`$.idx.${HAS}[*]`, 'AS', HAS, 'TAG', 'CASESENSITIVE'],
    ...[...layoutOf(collection).values()].flatMap(attributes),
    ...packedAttribute(layoutOf(collection)),
  ];
}

/** The part of FT.CREATE before the schema that decides how documents are scored. */
export function indexOptions(collection: AnyCollection): readonly string[] {
  const boost = documentBoostOf(collection);
  return boost === null ? [] : ['SCORE_FIELD', `$.idx.${boost.member}`];
}

const FACET_OPTIONS = ['TAG', 'SEPARATOR', VALUE_SEPARATOR, 'SORTABLE', 'UNF', 'NOINDEX'];

function packedAttribute(layout: Layout): readonly string[] {
  const packed = packedFacetsOf(layout);
  return packed === null ? [] : [`$.idx.${packed.member}`, 'AS', packed.member, ...FACET_OPTIONS];
}

function attributes(layout: FieldLayout): readonly string[] {
  return [...filterAttribute(layout), ...wordsAttribute(layout), ...facetAttribute(layout), ...sortAttributes(layout)];
}

function filterAttribute({ field, steps, members }: FieldLayout): readonly string[] {
  const name = members.filter;
  const derived = `$.idx.${name}`;
  switch (field.kind) {
    case 'text':
      return [];
    case 'code':
      // Not the words: under NOT the engine loses documents that have the word in another text attribute.
      return [derived, 'AS', name, 'TAG', 'SEPARATOR', ' ', 'CASESENSITIVE'];
    case 'tag':
    case 'hierarchy':
      return [`${derived}[*]`, 'AS', name, 'TAG', 'CASESENSITIVE'];
    case 'numeric':
      return [toJsonPath('$.doc', steps), 'AS', name, 'NUMERIC'];
    case 'boolean':
      return hasEach(steps)
        ? [`${derived}[*]`, 'AS', name, 'TAG']
        : [toJsonPath('$.doc', steps), 'AS', name, 'TAG', ...(field.facet ? ['SORTABLE', 'UNF'] : [])];
    case 'date':
      return [derived, 'AS', name, 'NUMERIC'];
    case 'geo':
      return [derived, 'AS', name, 'GEO'];
    case 'vector': {
      const metric = field.metric.toUpperCase();
      const options = ['TYPE', 'FLOAT32', 'DIM', String(field.dimensions), 'DISTANCE_METRIC', metric];
      return [derived, 'AS', name, 'VECTOR', field.algorithm.toUpperCase(), String(options.length), ...options];
    }
  }
}

/** What the engine counts an occurrence in a field of a weight. Its score grows slower than that, so weights are squared. */
export const indexedWeight = (weight: number): number => weight ** 2;

function wordsAttribute({ field, members }: FieldLayout): readonly string[] {
  const options = (weight: number) => ['AS', members.words, 'TEXT', 'NOSTEM', 'WEIGHT', String(indexedWeight(weight))];
  if (field.kind === 'code') return [`$.idx.${members.filter}`, ...options(field.weight)];
  const searchable = field.kind === 'text' || ('searchable' in field && field.searchable);
  return searchable ? [`$.idx.${members.words}`, ...options(field.weight)] : [];
}

function facetAttribute({ field, members }: FieldLayout): readonly string[] {
  const counted = (field.kind === 'tag' || field.kind === 'hierarchy') && field.facet;
  if (!counted) return [];
  return [`$.idx.${members.facet}`, 'AS', members.facet, ...FACET_OPTIONS];
}

function sortAttributes({ field, members }: FieldLayout): readonly string[] {
  if (!isSorted(field)) return [];
  const type = field.kind === 'numeric' || field.kind === 'date' ? ['NUMERIC'] : ['TAG', 'CASESENSITIVE'];
  const options = [...type, 'SORTABLE', ...(type.length > 1 ? ['UNF'] : []), 'NOINDEX'];
  return [
    ...[`$.idx.${members.sort}[0]`, 'AS', members.ascending, ...options],
    ...[`$.idx.${members.sort}[-1:]`, 'AS', members.descending, ...options],
  ];
}

/** Whether a field's smallest and largest values are kept: to sort by, or for the facet of a number or a date. */
export function isSorted(field: FieldLayout['field']): boolean {
  if ('sortable' in field && field.sortable) return true;
  return (field.kind === 'numeric' || field.kind === 'date') && field.facet;
}
