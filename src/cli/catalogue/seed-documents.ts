import { isDeepStrictEqual } from 'node:util';
import type { AisleError, AnyDocument, BulkResult, DocumentRepository } from '../../lib/index.js';

/** What became of one document. */
export interface SeededDocument {
  readonly id: string | null;
  readonly status: BulkResult['status'] | 'unchanged';
  readonly error?: AisleError;
}

const BATCH = 100;

/** Stores documents that are not stored just so already; can be repeated. Gives a result for each, not in order. */
export async function* seedDocuments(
  repository: DocumentRepository,
  documents: AsyncIterable<AnyDocument>,
): AsyncGenerator<SeededDocument, void, undefined> {
  let batch: AnyDocument[] = [];
  for await (const document of documents) {
    batch.push(document);
    if (batch.length < BATCH) continue;
    yield* seedBatch(repository, batch);
    batch = [];
  }
  if (batch.length > 0) yield* seedBatch(repository, batch);
}

async function* seedBatch(
  repository: DocumentRepository,
  documents: readonly AnyDocument[],
): AsyncGenerator<SeededDocument, void, undefined> {
  const stored = await repository.getMany(documents.map(idOf));
  const changed = documents.filter((document, at) => !isDeepStrictEqual(document, stored[at]?.document));
  for (const document of documents.filter((candidate) => !changed.includes(candidate))) {
    yield { id: idOf(document), status: 'unchanged' };
  }
  yield* repository.putMany(changed);
}

const idOf = ({ id }: AnyDocument): string => String(id);
