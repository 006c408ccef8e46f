import { isDeepStrictEqual } from 'node:util';
import type { AnyCollection } from '../../../src/lib/collections/collection.js';
import type { JsonObject } from '../../../src/lib/documents/json-value.js';
import type { Hit } from '../../../src/lib/query/search-result.js';
import type { SearchJson } from './generate/generate-search.js';
import type { Expected } from './naive/evaluate.js';
import { holdsMatch, searchedWords, wordsOf } from './naive/match-text.js';
import { compareBytes } from './naive/order.js';
import { project } from './naive/project.js';
import { idOf, leavesAt } from './naive/values.js';

/** How the hits of one page differ from what it has to hold. */
export function comparePage(
  collection: AnyCollection,
  search: SearchJson,
  hits: readonly Hit[],
  { documents, isRanked }: Expected,
): string[] {
  const { page = 1, size = 20 } = search;
  const wanted = documents.slice((page - 1) * size, page * size).map((document) => idOf(collection, document));
  const ids = hits.map(({ id }) => id);
  const order = isRanked
    ? [...compareCount(ids.length, wanted.length), ...compareRanks(collection, hits, documents)]
    : compareOrder(ids, wanted);
  const byId = new Map(documents.map((document) => [idOf(collection, document), document]));
  return [
    ...order,
    ...hits.flatMap((hit) => {
      const document = byId.get(hit.id);
      return document === undefined
        ? [`hits: "${hit.id}" does not match`]
        : compareHit(collection, search, hit, document, isRanked);
    }),
  ];
}

/** How a whole result, read page by page, differs from the expected one. */
export function compareAll(
  collection: AnyCollection,
  way: string,
  hits: readonly Hit[],
  { documents, isRanked }: Expected,
): string[] {
  const ids = hits.map(({ id }) => id);
  const wanted = documents.map((document) => idOf(collection, document));
  const differences = isRanked
    ? [...compareOrder([...ids].sort(compareBytes), wanted), ...compareRanks(collection, hits, documents)]
    : compareOrder(ids, wanted);
  return differences.map((difference) => `${way} ${difference}`);
}

const compareCount = (actual: number, expected: number) =>
  actual === expected ? [] : [`hits: expected ${expected} on the page, got ${actual}`];

function compareOrder(actual: readonly string[], expected: readonly string[]): string[] {
  const missing = expected.filter((id) => !actual.includes(id));
  const surplus = actual.filter((id) => !expected.includes(id));
  const twice = actual.filter((id, index) => actual.indexOf(id) < index);
  const at = actual.findIndex((id, index) => id !== expected[index]);
  return [
    ...(missing.length > 0 ? [`hits: missing ${JSON.stringify(missing)}`] : []),
    ...(surplus.length > 0 ? [`hits: not expected ${JSON.stringify(surplus)}`] : []),
    ...(twice.length > 0 ? [`hits: twice ${JSON.stringify(twice)}`] : []),
    ...(missing.length + surplus.length + twice.length === 0 && at >= 0
      ? [
          `hits: at ${at} expected ${JSON.stringify(expected.slice(at, at + 5))}, got ${JSON.stringify(actual.slice(at, at + 5))}`,
        ]
      : []),
  ];
}

/**
 * Scores sink; equally relevant documents stand by id. Those of different words are not compared by id: their scores may
 * differ beyond the twelve digits that are shown.
 */
function compareRanks(collection: AnyCollection, hits: readonly Hit[], documents: readonly JsonObject[]): string[] {
  const words = new Map(documents.map((document) => [idOf(collection, document), searchedWords(collection, document)]));
  const lastIds = new Map<string, string>();
  return hits.flatMap((hit, index) => {
    const before = hits[index - 1];
    const key = `${hit.score} ${words.get(hit.id)}`;
    const equal = lastIds.get(key);
    lastIds.set(key, hit.id);
    return [
      ...(before === undefined || before.score! >= hit.score!
        ? []
        : [`hits: "${before.id}" (score ${before.score}) stands before "${hit.id}" (score ${hit.score})`]),
      ...(equal === undefined || compareBytes(equal, hit.id) < 0
        ? []
        : [`hits: "${equal}" stands before "${hit.id}", which is as relevant`]),
    ];
  });
}

function compareHit(
  collection: AnyCollection,
  search: SearchJson,
  hit: Hit,
  document: JsonObject,
  isRanked: boolean,
): string[] {
  const shown = project(collection, document, search.fields);
  return [
    ...(isDeepStrictEqual(hit.document, shown)
      ? []
      : [`document of "${hit.id}": expected ${JSON.stringify(shown)}, got ${JSON.stringify(hit.document)}`]),
    ...((typeof hit.score === 'number') === isRanked ? [] : [`score of "${hit.id}": ${String(hit.score)}`]),
    ...compareHighlights(search, hit, document),
  ];
}

/** What is marked is the original text, and exactly the fields with a match are there. */
function compareHighlights({ q = '', highlight }: SearchJson, { id, highlights }: Hit, document: JsonObject): string[] {
  const words = wordsOf(q);
  if (highlight === undefined || words.length === 0)
    return highlights === undefined ? [] : [`highlights of "${id}" were not asked for`];
  return highlight.fields.flatMap((path) => {
    const texts = leavesAt(document, path).filter((value) => typeof value === 'string');
    const expected = texts.some((text) => holdsMatch(text, words)) ? texts : [];
    const html = highlights !== undefined && Object.hasOwn(highlights, path) ? highlights[path] : undefined;
    const marked = html === undefined ? [] : typeof html === 'string' ? [html] : html;
    const isMarked = marked.length === 0 || marked.some((part) => part.includes('<mark>'));
    if (isMarked && isDeepStrictEqual(marked.map(unmark), expected)) return [];
    return [`highlights of "${id}", ${path}: ${JSON.stringify(html)} of ${JSON.stringify(texts)}`];
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

const unmark = (html: string) =>
  html.replaceAll(/<\/?mark>/g, '').replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]!);
