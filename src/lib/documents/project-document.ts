import { isJsonArray, isJsonObject } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** The members to keep; null keeps a member whole. */
type Selection = ReadonlyMap<string, Selection | null>;

/**
 * Keeps only some members of a document: `name`, `specs.layout`, `variants[].color` (or `variants.color`; arrays are
 * gone through either way). Members that are not there are left out.
 */
export function projectDocument(document: JsonObject, fields: readonly string[]): JsonObject {
  return keep(document, select(fields.map((field) => field.replaceAll('[]', '').split('.'))));
}

function select(paths: readonly (readonly string[])[]): Selection {
  const byName = new Map<string, (readonly string[])[]>();
  for (const [name = '', ...rest] of paths) byName.set(name, [...(byName.get(name) ?? []), rest]);
  return new Map(
    [...byName].map(([name, rests]) => [name, rests.some((rest) => rest.length === 0) ? null : select(rests)]),
  );
}

function keep(object: JsonObject, selection: Selection): JsonObject {
  const kept = Object.entries(object).flatMap(([name, value]) => {
    const below = selection.get(name);
    if (below === undefined || value === undefined) return [];
    if (below === null) return [[name, value] as const];
    const part = keepBelow(value, below);
    return part === undefined ? [] : [[name, part] as const];
  });
  return Object.fromEntries(kept);
}

function keepBelow(value: JsonValue, selection: Selection): JsonValue | undefined {
  if (isJsonArray(value)) return value.map((element) => keepBelow(element, selection) ?? null);
  return isJsonObject(value) ? keep(value, selection) : undefined;
}
