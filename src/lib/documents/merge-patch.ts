import { isJsonObject, memberOf } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** Applies a JSON merge patch (RFC 7396): null removes a member, an object is merged, all else replaces. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, JsonValue | undefined>(Object.entries(target));
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name);
    else if (isJsonObject(change)) {
      const current = memberOf(target, name);
      merged.set(name, mergePatch(isJsonObject(current) ? current : {}, change));
    } else merged.set(name, change);
  }
  return Object.fromEntries(merged);
}
