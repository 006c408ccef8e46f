import type { AnyCollection } from '../../../../src/lib/collections/collection.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';
import type { FlagsFacet, TreeFacet, ValuesFacet } from '../../../../src/lib/query/search-result.js';
import type { FacetJson, SearchJson } from '../generate/generate-search.js';
import { dateFacet, numericFacet } from './facet-numbers.js';
import type { NumbersFacet } from './facet-numbers.js';
import { flagsFacet, treeFacet, valuesFacet } from './facet-values.js';
import { matchesText, wordsOf } from './match-text.js';
import { matchesWhere } from './match-where.js';
import { compareBy } from './order.js';
import { selectedValues, withoutSelection } from './selection.js';
import { asText, leavesAt, numbersAt, stringsAt } from './values.js';

export type ExpectedFacet = ValuesFacet | FlagsFacet | TreeFacet | NumbersFacet;

/** What a search has to give, all pages together. */
export interface Expected {
  /** All documents that match: in their order, or by id when the order is by relevance. */
  readonly documents: readonly JsonObject[];
  readonly isRanked: boolean;
  readonly facets: Readonly<Record<string, ExpectedFacet>>;
}

const DEFAULT_FACET_SIZE = 10;

/** Evaluates a search by looking at every document. */
export function evaluate(collection: AnyCollection, documents: readonly JsonObject[], search: SearchJson): Expected {
  const words = wordsOf(search.q ?? '');
  const where = search.where ?? {};
  const isRanked = words.length > 0 && search.sort === undefined;
  const matching = (conditions: JsonObject) =>
    documents.filter(
      (document) => matchesText(collection, document, words) && matchesWhere(collection, document, conditions),
    );
  const sort = search.sort ?? (isRanked ? [] : collection.defaultSort);
  const facets = (search.facets ?? []).map((facet) => (typeof facet === 'string' ? { field: facet } : facet));
  return {
    documents: matching(where).sort(compareBy(collection, sort)),
    isRanked,
    facets: Object.fromEntries(
      facets.map((facet) => [
        facet.field,
        countFacet(
          collection,
          matching(withoutSelection(where, facet.field)),
          facet,
          selectedValues(where, facet.field),
        ),
      ]),
    ),
  };
}

function countFacet(
  collection: AnyCollection,
  documents: readonly JsonObject[],
  { field: path, size = DEFAULT_FACET_SIZE, ranges = [] }: FacetJson,
  selected: readonly JsonValue[],
): ExpectedFacet {
  const field = collection.fields[path]!;
  const chosen = selected.map(asText);
  switch (field.kind) {
    case 'numeric':
      return numericFacet(
        documents.map((document) => numbersAt(document, path, field)),
        ranges,
      );
    case 'date':
      return dateFacet(
        documents.map((document) => numbersAt(document, path, field)),
        ranges,
      );
    case 'hierarchy':
      return treeFacet(
        documents.map((document) => stringsAt(document, path)),
        chosen,
        field.separator,
        size,
      );
    case 'boolean':
      return flagsFacet(
        documents.map((document) => leavesAt(document, path).map(asText)),
        chosen,
        size,
      );
    default:
      return valuesFacet(
        documents.map((document) => stringsAt(document, path)),
        chosen,
        size,
      );
  }
}
