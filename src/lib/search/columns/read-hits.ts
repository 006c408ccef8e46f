import { byPartition } from '../../collections/partition.js';
import type { RawHit } from '../../query/hits-step.js';
import type { CollectionSource } from '../collection-source.js';
import type { FoldedHit } from './fold-page.js';

const DOCUMENT = '$.doc';
/** The version, and the numbers that the engine could not store exactly. */
const ABOUT = '$.meta["version","numbers"]';

/**
 * Reads the documents of hits.
 * @returns null when one of them is another than the one that was found
 * @throws errors of the engine
 */
export async function readHits(
  { connection, keys, collection }: CollectionSource,
  hits: readonly FoldedHit[],
): Promise<readonly RawHit[] | null> {
  const found = new Map<string, RawHit>();
  const groups = byPartition(hits, collection.partitions);
  const replies = await connection.pipeline(
    groups.flatMap(([partition, group]) => {
      const documents = group.map(({ id }) => keys.document(collection.name, partition, id));
      return [DOCUMENT, ABOUT].map((path) => ['JSON.MGET', ...documents, path]);
    }),
  );
  const failure = replies.find((reply) => reply instanceof Error);
  if (failure !== undefined) throw failure;
  for (const [at, [, group]] of groups.entries()) {
    const documents = replies[2 * at] as readonly (string | null)[];
    const about = replies[2 * at + 1] as readonly (string | null)[];
    for (const [place, hit] of group.entries()) {
      const raw = readHit(hit, documents[place] ?? null, about[place] ?? null);
      if (raw === null) return null;
      found.set(hit.id, raw);
    }
  }
  return hits.flatMap(({ id }) => found.get(id) ?? []);
}

function readHit(
  { id, version, score, position }: FoldedHit,
  document: string | null,
  about: string | null,
): RawHit | null {
  if (document === null || about === null) return null;
  const [stored, numbers] = JSON.parse(about) as readonly unknown[];
  if (stored !== version) return null;
  return {
    id,
    score,
    document: document.slice(1, -1),
    numbers: numbers === undefined ? null : JSON.stringify(numbers),
    vectors: new Map(),
    position,
  };
}
