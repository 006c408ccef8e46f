import { AisleError } from '../errors/aisle-error.js';
import { isJsonArray, isJsonObject, memberOf } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** The members that a projection keeps, by name; null keeps all below. */
type Tree = ReadonlyMap<string, Tree | null>;

/** Which members of a document are wanted. */
export interface Projection {
  /** Whether the value at a path of plain members, a vector's, is among them. */
  readonly includes: (path: string) => boolean;
  readonly apply: (document: JsonObject) => JsonObject;
}

const STEP = /^[^.[\]]+(\[\])?$/;
const MAX_FIELDS = 200;

/**
 * Compiles `fields`: members at the top, dotted paths and those through arrays, such as `variants[].color`. A field that
 * a document does not have is left out; elements of arrays keep their places.
 * @param fields absent: all
 * @throws INVALID_VALUE, LIMIT_EXCEEDED
 */
export function compileProjection(fields: readonly string[] | undefined): Projection {
  if (fields === undefined) return { includes: () => true, apply: (document) => document };
  if (fields.length > MAX_FIELDS) {
    throw new AisleError('LIMIT_EXCEEDED', `At most ${MAX_FIELDS} fields can be asked for, here are ${fields.length}.`);
  }
  const tree = new Map<string, Tree | null>();
  for (const field of fields) addPath(tree, parseField(field));
  return {
    includes: (path) => reaches(tree, path.split('.')),
    apply: (document) => project(document, tree),
  };
}

function parseField(field: string): readonly string[] {
  const parts = field.split('.');
  if (!parts.every((part) => STEP.test(part))) {
    const message = `"${field}" is not a field. Write members joined by dots, [] after an array, such as "variants[].color".`;
    throw new AisleError('INVALID_VALUE', message, { faults: [{ path: 'fields', message }] });
  }
  return parts.map((part) => part.replace(/\[\]$/, ''));
}

function addPath(tree: Map<string, Tree | null>, [name = '', ...rest]: readonly string[]): void {
  const below = tree.get(name);
  if (below === null) return;
  if (rest.length === 0) {
    tree.set(name, null);
    return;
  }
  const branch = new Map(below);
  addPath(branch, rest);
  tree.set(name, branch);
}

function reaches(tree: Tree, [name = '', ...rest]: readonly string[]): boolean {
  const below = tree.get(name);
  if (below === undefined) return false;
  return below === null || (rest.length > 0 && reaches(below, rest));
}

function project(object: JsonObject, tree: Tree): JsonObject {
  const kept: [string, JsonValue][] = [];
  for (const [name, below] of tree) {
    const value = memberOf(object, name);
    if (value === undefined) continue;
    const projected = below === null ? value : projectValue(value, below);
    if (projected !== undefined) kept.push([name, projected]);
  }
  return Object.fromEntries(kept);
}

/** What has no members, such as a string, cannot hold the field; null and an element of an array stay in place. */
function projectValue(value: JsonValue, tree: Tree): JsonValue | undefined {
  if (isJsonObject(value)) return project(value, tree);
  if (isJsonArray(value)) return value.map((element) => projectValue(element, tree) ?? null);
  return value === null ? null : undefined;
}
