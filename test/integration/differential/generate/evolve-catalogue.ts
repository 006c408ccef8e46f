import { memberOf } from '../../../../src/lib/documents/json-value.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';
import { asJson } from './generate-catalogue.js';
import type { Catalogue } from './generate-catalogue.js';
import type { Random } from './random.js';

/** A catalogue as it became by a few writes. */
export interface Evolution {
  readonly catalogue: Catalogue;
  readonly written: readonly JsonObject[];
  readonly deleted: readonly string[];
}

const MOST_WRITES = 3;

/** Changes documents, mostly by one member that another one has, and deletes some. */
export function evolveCatalogue(random: Random, catalogue: Catalogue): Evolution {
  const { id } = catalogue.collection;
  const changed = random.some(catalogue.written, 0, Math.min(MOST_WRITES, catalogue.written.length));
  const gone = new Set(changed.filter(() => random.chance(0.1)));
  const next = new Map(changed.map((document) => [document, changeOf(random, catalogue, document)]));
  const written = catalogue.written.filter((document) => !gone.has(document));
  const current = written.map((document) => next.get(document) ?? document);
  return {
    catalogue: { ...catalogue, written: current, documents: asJson(current) },
    written: changed.filter((document) => !gone.has(document)).map((document) => next.get(document) ?? document),
    deleted: [...gone].map((document) => toId(document[id])),
  };
}

const toId = (value: JsonValue | undefined) => (typeof value === 'number' ? String(value) : (value as string));

function changeOf(random: Random, { collection, written }: Catalogue, document: JsonObject): JsonObject {
  const other = random.pick(written);
  const id = document[collection.id] ?? '';
  if (random.chance(0.2)) return { ...other, [collection.id]: id };
  const name = random.pick([...Object.keys(document), ...Object.keys(other)]);
  const { [name]: replaced, ...rest } = document;
  const value = memberOf(other, name);
  const changed = value === undefined || replaced === value ? rest : { ...rest, [name]: value };
  return { ...changed, [collection.id]: id };
}
