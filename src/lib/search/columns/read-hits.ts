import { byPartition, partitionOf } from '../../collections/partition.js';
import type { RawHit } from '../../query/hits-step.js';
import type { CollectionSource } from '../collection-source.js';
import type { ReplyCache } from '../replies/reply-cache.js';
import type { FoldedHit } from './fold-page.js';

const DOCUMENT = '$.doc';
/** The version, and the numbers that the engine could not store exactly. */
const ABOUT = '$.meta["version","numbers"]';

/** Of whom documents are read, and where they are kept for searches that find them again. */
export interface HitSource extends CollectionSource {
  readonly cache: ReplyCache;
}

type StoredDocument = Pick<RawHit, 'document' | 'numbers'>;

/**
 * Reads the documents of hits.
 * @param table tells apart the columns that the hits were found in: of other ones, a document may have the same version and
 * be another
 * @returns null when one of them is another than the one that was found
 * @throws errors of the engine
 */
export async function readHits(
  source: HitSource,
  hits: readonly FoldedHit[],
  table: number,
): Promise<readonly RawHit[] | null> {
  const { cache } = source;
  const stampOf = ({ version }: FoldedHit) => `${table} ${version}`;
  const found = new Map<string, StoredDocument>();
  for (const hit of hits) {
    const kept = cache.get(keyOf(source, hit), stampOf(hit));
    if (kept !== null) found.set(hit.id, kept.reply as StoredDocument);
  }
  const missing = hits.filter(({ id }) => !found.has(id));
  cache.count(found.size, missing.length);
  const since = performance.now();
  for (const [hit, stored] of missing.length === 0 ? [] : await readStored(source, missing)) {
    if (stored === null) return null;
    found.set(hit.id, stored);
    cache.put(keyOf(source, hit), { stamp: stampOf(hit), reply: stored }, since);
  }
  return hits.flatMap(({ id, score, position }) => {
    const stored = found.get(id);
    return stored === undefined ? [] : [{ id, score, position, vectors: NO_VECTORS, ...stored }];
  });
}

const NO_VECTORS: ReadonlyMap<string, string> = new Map();

function keyOf({ keys, collection: { name, partitions } }: CollectionSource, { id }: FoldedHit): string {
  return keys.document(name, partitionOf(id, partitions), id);
}

async function readStored(
  source: CollectionSource,
  hits: readonly FoldedHit[],
): Promise<readonly (readonly [FoldedHit, StoredDocument | null])[]> {
  const groups = byPartition(hits, source.collection.partitions);
  const replies = await source.connection.pipeline(
    groups.flatMap(([, group]) => {
      const documents = group.map((hit) => keyOf(source, hit));
      return [DOCUMENT, ABOUT].map((path) => ['JSON.MGET', ...documents, path]);
    }),
  );
  const failure = replies.find((reply) => reply instanceof Error);
  if (failure !== undefined) throw failure;
  return groups.flatMap(([, group], at) => {
    const documents = replies[2 * at] as readonly (string | null)[];
    const about = replies[2 * at + 1] as readonly (string | null)[];
    return group.map((hit, place) => [hit, toStored(hit, documents[place] ?? null, about[place] ?? null)] as const);
  });
}

function toStored({ version }: FoldedHit, document: string | null, about: string | null): StoredDocument | null {
  if (document === null || about === null) return null;
  if (about === `[${version}]`) return { document: document.slice(1, -1), numbers: null };
  const [stored, numbers] = JSON.parse(about) as readonly unknown[];
  if (stored !== version) return null;
  return { document: document.slice(1, -1), numbers: numbers === undefined ? null : JSON.stringify(numbers) };
}
