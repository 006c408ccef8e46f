import type { AnyCollection } from '../../../../src/lib/collections/collection.js';
import { isJsonArray, isJsonObject } from '../../../../src/lib/documents/json-value.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';

/** What a hit shows of a document: the named members, else everything but the vectors. */
export function project(
  collection: AnyCollection,
  document: JsonObject,
  fields: readonly string[] | undefined,
): JsonObject {
  const vectors = Object.keys(collection.fields).filter((path) => collection.fields[path]!.kind === 'vector');
  const hidden = vectors.filter((path) => fields?.includes(path) !== true);
  const rest = hidden.reduce((shown, path) => without(shown, path.split('.')), document);
  const paths = fields?.map((path) => path.replaceAll('[]', '').split('.'));
  return paths === undefined ? rest : keepAll(rest, paths);
}

function keepAll(object: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  const names = Object.keys(object).filter((name) => paths.some(([first]) => first === name));
  const entries = names.flatMap((name): [string, JsonValue][] => {
    const rests = paths.filter(([first]) => first === name).map((path) => path.slice(1));
    const value = object[name]!;
    if (rests.some((rest) => rest.length === 0)) return [[name, value]];
    const kept = keepBelow(value, rests);
    return kept === undefined ? [] : [[name, kept]];
  });
  return Object.fromEntries(entries);
}

function keepBelow(value: JsonValue, rests: readonly (readonly string[])[]): JsonValue | undefined {
  if (isJsonArray(value)) return value.map((element) => keepBelow(element, rests) ?? null);
  if (isJsonObject(value)) return keepAll(value, rests);
  return value === null ? null : undefined;
}

function without(object: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  const { [name]: value, ...others } = object;
  if (rest.length === 0) return isJsonArray(value) && value.length > 0 ? others : object;
  return isJsonObject(value) ? { ...object, [name]: without(value, rest) } : object;
}
