import type { InexactNumber } from './exact-numbers.js';
import { isJsonArray, isJsonObject, memberOf } from './json-value.js';
import type { JsonValue } from './json-value.js';

/** What is stored beside a document. */
export interface StoredMeta {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
  /** What was derived of it, see `shapeOf`. */
  readonly shape: string;
  /** The vectors that were moved out of it, by their paths, with the members that hold them. */
  readonly vectors: readonly { readonly path: string; readonly member: string }[];
  /** Numbers that the engine could not store exactly. */
  readonly numbers: readonly InexactNumber[];
}

/** Reads `$.meta`; of what another program wrote it knows nothing, so that the version is 0. */
export function readStoredMeta(meta: JsonValue | undefined): StoredMeta {
  const member = (name: string) => (isJsonObject(meta) ? memberOf(meta, name) : undefined);
  const count = (name: string) => Number(member(name) ?? 0);
  const shape = member('shape');
  const vectors = member('vectors');
  const numbers = member('numbers');
  return {
    version: count('version'),
    created: count('created'),
    updated: count('updated'),
    shape: typeof shape === 'string' ? shape : '',
    vectors: Object.entries(isJsonObject(vectors) ? vectors : {}).flatMap(([path, name]) =>
      typeof name === 'string' ? [{ path, member: name }] : [],
    ),
    numbers: isJsonArray(numbers) ? numbers.filter(isInexactNumber) : [],
  };
}

function isInexactNumber(value: JsonValue): value is JsonValue & InexactNumber {
  if (!isJsonArray(value)) return false;
  const [path, text] = value;
  return isJsonArray(path) && typeof text === 'string';
}
