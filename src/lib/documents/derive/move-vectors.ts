import type { Path } from '../../collections/path.js';
import { isJsonObject, memberOf } from '../json-value.js';
import type { JsonObject, JsonValue } from '../json-value.js';

/** A copy of the document without the member at a path of plain steps. */
export function withoutMember(document: JsonObject, [step, ...rest]: Path): JsonObject {
  if (step === undefined) return document;
  const value = memberOf(document, step.name);
  if (value === undefined) return document;
  const copy: Record<string, JsonValue | undefined> = { ...document };
  if (isJsonObject(value) && rest.length > 0) copy[step.name] = withoutMember(value, rest);
  else if (rest.length === 0) Reflect.deleteProperty(copy, step.name);
  return copy;
}

/** A copy of the document with a value at a path of plain steps. */
export function withMember(document: JsonObject, [step, ...rest]: Path, value: JsonValue): JsonObject {
  if (step === undefined) return document;
  const child = memberOf(document, step.name);
  const below = isJsonObject(child) ? child : {};
  return { ...document, [step.name]: rest.length === 0 ? value : withMember(below, rest, value) };
}
