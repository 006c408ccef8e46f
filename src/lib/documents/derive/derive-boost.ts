import type { BoostFactor } from '../../collections/document-boost.js';
import type { JsonObject, JsonValue } from '../json-value.js';
import { isJsonObject, memberOf } from '../json-value.js';

/** The product of the factors whose value in the document is true. */
export function boostOf(document: JsonObject, factors: readonly BoostFactor[]): number {
  return factors.reduce((product, { steps, by }) => (valueAt(document, steps) === true ? product * by : product), 1);
}

function valueAt(document: JsonObject, steps: BoostFactor['steps']): JsonValue | undefined {
  return steps.reduce<JsonValue | undefined>(
    (value, { name }) => (isJsonObject(value) ? memberOf(value, name) : undefined),
    document,
  );
}
