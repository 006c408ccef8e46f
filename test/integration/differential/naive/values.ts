import { isBlank } from '../../../../src/lib/analysis/blank.js';
import type { AnyCollection } from '../../../../src/lib/collections/collection.js';
import type { Field } from '../../../../src/lib/collections/field-kinds.js';
import { isJsonArray, isJsonObject } from '../../../../src/lib/documents/json-value.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';

/** The values of a document at a path: elements of arrays one by one, without null. */
export function leavesAt(document: JsonObject, path: string): readonly JsonValue[] {
  let level: readonly JsonValue[] = [document];
  for (const step of path.split('.')) {
    const name = step.replace('[]', '');
    const members = level.map((value) => memberOf(value, name));
    level = members.flatMap((member) => (isJsonArray(member) ? member : [member]));
  }
  return level.filter((value) => value !== null);
}

const memberOf = (value: JsonValue, name: string): JsonValue =>
  isJsonObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;

/** The document's id. */
export const idOf = (collection: AnyCollection, document: JsonObject): string => asText(document[collection.id]);

/** A string, number or boolean as text. */
export const asText = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** The strings of a text, code, tag or hierarchy field; blank ones are no value. */
export function stringsAt(document: JsonObject, path: string): readonly string[] {
  return leavesAt(document, path)
    .filter((value) => typeof value === 'string')
    .filter((value) => !isBlank(value));
}

/** The numbers of a numeric or date field; dates in milliseconds since 1970. */
export function numbersAt(document: JsonObject, path: string, { kind }: Field): readonly number[] {
  return kind === 'date'
    ? stringsAt(document, path).map((value) => Date.parse(value))
    : leavesAt(document, path).filter((value) => typeof value === 'number');
}

/** Whether the document has a value of the field. */
export function hasValue(document: JsonObject, path: string, field: Field): boolean {
  switch (field.kind) {
    case 'text':
    case 'code':
    case 'tag':
      return stringsAt(document, path).length > 0;
    case 'hierarchy':
      return stringsAt(document, path).some((value) => levelsOf(value, field.separator).length > 0);
    default:
      return leavesAt(document, path).length > 0;
  }
}

/** The paths from the top level down: `A > B` → `A`, `A > B`. */
export function levelsOf(value: string, separator: string): readonly string[] {
  const paths: string[] = [];
  for (const part of value.split(separator.trim())) {
    const name = part.trim();
    if (name !== '') paths.push(paths.length === 0 ? name : `${paths.at(-1)!}${separator}${name}`);
  }
  return paths;
}
