import type { AnyCollection } from '../../collections/collection.js';
import { layoutOf } from '../../collections/field-layout.js';
import { byPartition } from '../../collections/partition.js';
import { scanDocumentIds } from '../../documents/scan-documents.js';
import type { CollectionSource } from '../collection-source.js';

/** In how many of some documents each term is. */
export interface DocumentTerms {
  readonly counts: Map<string, number>;
  readonly documents: number;
}

const READ_TOGETHER = 200;

/** Reads the terms of all documents, a few at a time, so that others get their turn at the engine. */
export async function readAllTerms(source: CollectionSource): Promise<DocumentTerms> {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for await (const ids of scanDocumentIds(source, source.collection)) {
    const fresh = ids.filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    await countTerms(source, fresh, counts);
  }
  return { counts, documents: seen.size };
}

/** Adds the terms of documents; one that is gone has none. */
export async function countTerms(
  source: CollectionSource,
  ids: readonly string[],
  counts: Map<string, number>,
): Promise<void> {
  const path = wordsPath(source.collection);
  if (path === null) return;
  for (let start = 0; start < ids.length; start += READ_TOGETHER) {
    const commands = commandsFor(source, ids.slice(start, start + READ_TOGETHER), path);
    for (const reply of await source.connection.pipeline(commands)) {
      if (reply instanceof Error) throw reply;
      for (const text of Array.isArray(reply) ? reply : []) if (typeof text === 'string') addTerms(text, counts);
    }
  }
}

/** One command a partition: its keys lie in one slot. */
function commandsFor(
  { keys, collection }: CollectionSource,
  ids: readonly string[],
  path: string,
): readonly string[][] {
  const documents = ids.map((id) => ({ id }));
  return byPartition(documents, collection.partitions).map(([partition, group]) => {
    return ['JSON.MGET', ...group.map(({ id }) => keys.document(collection.name, partition, id)), path];
  });
}

function addTerms(json: string, counts: Map<string, number>): void {
  const members = JSON.parse(json) as readonly unknown[];
  const terms = new Set(members.flatMap((words) => (typeof words === 'string' ? words.split(' ') : [])));
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
}

/** The members whose words text queries find; null without any. */
function wordsPath(collection: AnyCollection): string | null {
  const names = [...layoutOf(collection).values()].flatMap(({ field, members }) => {
    if (field.kind === 'code') return [members.filter];
    return field.kind === 'text' || ('searchable' in field && field.searchable) ? [members.words] : [];
  });
  return names.length === 0 ? null : `$.idx[${names.map((name) => JSON.stringify(name)).join(',')}]`;
}
