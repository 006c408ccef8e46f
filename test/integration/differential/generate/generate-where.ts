import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';
import { toDocumentId } from '../../../../src/lib/collections/document-id.js';
import type { Catalogue } from './generate-catalogue.js';
import { generateCondition } from './generate-condition.js';
import type { Random } from './random.js';
import { IDS } from './hostile.js';

/** Conditions over some fields, with and, or, not. Never empty. */
export function generateWhere(random: Random, catalogue: Catalogue, depth = 0): JsonObject {
  const paths = random.some(Object.keys(catalogue.collection.fields), depth === 0 ? 0 : 1, depth === 0 ? 3 : 2);
  const where: Record<string, JsonValue> = {};
  for (const path of paths) where[path] = generateCondition(random, catalogue, path);
  if (random.chance(0.1)) where['id'] = generateIdCondition(random, catalogue);
  const nested = () => generateWhere(random, catalogue, depth + 1);
  const more = depth === 0 ? 0.15 : depth < 3 ? 0.12 : 0;
  if (random.chance(more)) where['and'] = random.list(1, 3, nested);
  if (random.chance(more)) where['or'] = random.list(1, 3, nested);
  if (random.chance(more)) where['not'] = nested();
  return Object.keys(where).length > 0 ? where : { id: generateIdCondition(random, catalogue) };
}

function generateIdCondition(random: Random, { collection, documents }: Catalogue): JsonValue {
  const known = documents.map((document) => document[collection.id] ?? '');
  const one = (): JsonValue => {
    if (known.length === 0 || random.chance(0.2)) return random.pick(IDS);
    const id = random.pick(known);
    return random.chance(0.2) ? toDocumentId(id) : id;
  };
  return random.chance(0.3) ? one() : random.list(1, 8, one);
}
