import type { Fault } from '../errors/aisle-error.js';
import type { ActiveDefinitions } from './active-definitions.js';
import { deriveDocument, shapeOf } from './derive/derive-document.js';
import { STALE, withDefinitions } from './document-access.js';
import type { DocumentAccess } from './document-access.js';
import { DocumentReader } from './document-reader.js';
import type { StoredDocument } from './document-reader.js';
import { DocumentWriter } from './document-writer.js';
import { encodeEnvelope } from './prepare-document.js';
import { scanDocumentIds } from './scan-documents.js';
import type { DocumentWrite } from './write-script.js';

/**
 * What a back-fill did with a document: nothing, for it was right already or gone; derived it anew; left it to the writer
 * who changed it meanwhile; or found that it does not fit.
 */
export interface ReindexResult {
  readonly id: string;
  readonly status: 'current' | 'reindexed' | 'changed' | 'unfit';
  /** Why it does not fit. */
  readonly faults: readonly Fault[];
}

const BATCH = 32;

/**
 * Derives all documents of a collection anew under the definitions in force; version, times and feed stay as they are.
 * Documents that have the right shape are passed over, so that it can be run again after any failure.
 * Whoever writes meanwhile derives for the same definitions.
 * @throws COLLECTION_NOT_FOUND and errors of the engine
 */
export async function* reindexDocuments(
  access: Pick<DocumentAccess, 'definitions' | 'connection' | 'keys'>,
): AsyncGenerator<ReindexResult, void, undefined> {
  const full = { ...access, documentClass: null };
  const reader = new DocumentReader(full);
  const writer = new DocumentWriter(full);
  const { serving } = await access.definitions.reload();
  for await (const ids of scanDocumentIds(access, serving)) {
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH);
      yield* await withDefinitions(access, (active) => reindexBatch(reader, writer, batch, active));
    }
  }
}

async function reindexBatch(
  reader: DocumentReader,
  writer: DocumentWriter,
  ids: readonly string[],
  active: ActiveDefinitions,
): Promise<readonly ReindexResult[] | typeof STALE> {
  const results: ReindexResult[] = [];
  const writes: DocumentWrite[] = [];
  for (const stored of await reader.readAll(ids, active)) {
    if (stored === null) continue;
    const { id } = stored;
    const planned = planReindex(stored, active);
    if ('status' in planned) results.push({ id, ...planned });
    else writes.push(planned);
  }
  const verdicts = await writer.writeAll(active, writes);
  for (const [index, { id }] of writes.entries()) {
    const verdict = verdicts[index] ?? { status: 'stale' };
    if (verdict.status === 'stale') return STALE;
    if (verdict.status === 'failed') throw verdict.error;
    results.push({ id, status: verdict.status === 'conflict' ? 'changed' : 'reindexed', faults: [] });
  }
  return results;
}

function planReindex(
  { id, document, version, shape }: StoredDocument,
  active: ActiveDefinitions,
): DocumentWrite | Pick<ReindexResult, 'status' | 'faults'> {
  if (shape === shapeOf(active)) return { status: 'current', faults: [] };
  const derived = deriveDocument(document, active);
  if (derived.faults.length > 0) return { status: 'unfit', faults: derived.faults };
  return { op: 'reindex', id, condition: `=${version}`, text: encodeEnvelope(id, derived, active) };
}
