import type { JsonObject } from '../../../../src/lib/documents/json-value.js';
import type { Catalogue } from './generate-catalogue.js';
import type { Random } from './random.js';

/** What was written before a catalogue: other contents under some of its ids, and documents that are deleted later. */
export interface History {
  readonly documents: readonly JsonObject[];
  readonly deleted: readonly string[];
}

export function generateHistory(random: Random, { collection, written }: Catalogue): History {
  const rewritten = random.some(written, 0, written.length >> 1);
  const older = rewritten.map((document) => ({
    ...random.pick(written),
    [collection.id]: document[collection.id] ?? '',
  }));
  const gone = random.some(written, 0, written.length >> 2);
  const deleted = gone.map((document, index) => ({ ...document, [collection.id]: `gone-${index}` }));
  return {
    documents: random.some([...older, ...deleted], older.length + deleted.length, older.length + deleted.length),
    deleted: deleted.map((_, index) => `gone-${index}`),
  };
}
