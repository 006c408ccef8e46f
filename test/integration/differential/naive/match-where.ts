import { foldCode } from '../../../../src/lib/analysis/code-forms.js';
import { foldTag } from '../../../../src/lib/analysis/fold.js';
import type { AnyCollection } from '../../../../src/lib/collections/collection.js';
import type { Field } from '../../../../src/lib/collections/field-kinds.js';
import { isJsonArray, isJsonObject } from '../../../../src/lib/documents/json-value.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';
import { distanceKm } from './distance.js';
import type { Circle, Point } from './distance.js';
import { asText, hasValue, idOf, leavesAt, levelsOf, numbersAt, stringsAt } from './values.js';

/** Whether a document fulfils all conditions of a `where`. */
export function matchesWhere(collection: AnyCollection, document: JsonObject, where: JsonObject): boolean {
  const matches = (inner: JsonValue) => matchesWhere(collection, document, inner as JsonObject);
  return Object.entries(where).every(([name, condition]) => {
    switch (name) {
      case 'and':
        return (condition as readonly JsonValue[]).every(matches);
      case 'or':
        return (condition as readonly JsonValue[]).some(matches);
      case 'not':
        return !matches(condition!);
      case 'id':
        return listOf(condition!).map(asText).includes(idOf(collection, document));
      default:
        return matchesCondition(document, name, collection.fields[name]!, condition!);
    }
  });
}

function matchesCondition(document: JsonObject, path: string, field: Field, condition: JsonValue): boolean {
  if (!isJsonObject(condition)) {
    return listOf(condition).some((value) => hasThe(document, path, field, value));
  }
  const { not, all, exists, near, ...bounds } = condition;
  if (not !== undefined && listOf(not).some((value) => hasThe(document, path, field, value))) return false;
  if (all !== undefined && !listOf(all).every((value) => hasThe(document, path, field, value))) return false;
  if (exists !== undefined && hasValue(document, path, field) !== exists) return false;
  if (near !== undefined && !isNear(document, path, near as unknown as Circle)) return false;
  return (
    Object.keys(bounds).length === 0 || numbersAt(document, path, field).some((number) => isWithin(number, bounds))
  );
}

function hasThe(document: JsonObject, path: string, field: Field, value: JsonValue): boolean {
  switch (field.kind) {
    case 'code':
      return stringsAt(document, path).some((own) => foldCode(own) === foldCode(asText(value)));
    case 'tag':
      return stringsAt(document, path).some((own) => foldTag(own) === foldTag(asText(value)));
    case 'hierarchy': {
      const wanted = foldTag(levelsOf(asText(value), field.separator).at(-1)!);
      return stringsAt(document, path).some((own) => levelsOf(own, field.separator).map(foldTag).includes(wanted));
    }
    default:
      return leavesAt(document, path).includes(value === 0 ? 0 : value);
  }
}

function isWithin(number: number, bounds: JsonObject): boolean {
  return Object.entries(bounds).every(([operator, bound]) => {
    const limit = typeof bound === 'string' ? Date.parse(bound) : Number(bound);
    if (operator === 'gt') return number > limit;
    if (operator === 'gte') return number >= limit;
    return operator === 'lt' ? number < limit : number <= limit;
  });
}

const isNear = (document: JsonObject, path: string, circle: Circle) =>
  leavesAt(document, path).some((point) => distanceKm(point as unknown as Point, circle) <= circle.km);

const listOf = (value: JsonValue): readonly JsonValue[] => (isJsonArray(value) ? value : [value]);
