import { isJsonArray, isJsonObject, memberOf } from '../../../../src/lib/documents/json-value.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';

const BOUNDS = ['gt', 'gte', 'lt', 'lte'];

/** `where` without a field's own selection: its any-of or range at the top. */
export function withoutSelection(where: JsonObject, path: string): JsonObject {
  const condition = memberOf(where, path);
  const rest = Object.fromEntries(Object.entries(where).filter(([name]) => name !== path));
  if (!isJsonObject(condition)) return rest;
  const others = Object.entries(condition).filter(([operator]) => !BOUNDS.includes(operator));
  return others.length === 0 ? rest : { ...rest, [path]: Object.fromEntries(others) };
}

/** The values that are selected of a field. */
export function selectedValues(where: JsonObject, path: string): readonly JsonValue[] {
  const condition = memberOf(where, path);
  if (condition === undefined || isJsonObject(condition)) return [];
  return isJsonArray(condition) ? condition : [condition];
}
