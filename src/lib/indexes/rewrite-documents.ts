import type { DefinitionRecord } from '../documents/definition-record.js';
import { deriveDocument, shapeOf } from '../documents/derive/derive-document.js';
import { marksOf } from '../documents/derive/field-marks.js';
import type { StoredDocument } from '../documents/document-reader.js';
import { DocumentWriter } from '../documents/document-writer.js';
import { encodeEnvelope } from '../documents/prepare-document.js';
import type { DocumentWrite } from '../documents/write-script.js';
import { MigrationRunningError } from '../errors/collection-errors.js';
import { WriteContendedError } from '../errors/document-errors.js';
import type { IndexContext } from './index-context.js';
import { MisfitList } from './misfit-list.js';
import { accessTo, readDocuments, readStoredDocuments } from './stored-documents.js';

const MOST_ATTEMPTS = 20;

export interface RewriteOptions {
  /** Is told how many documents were gone through. */
  readonly onRewritten?: (count: number) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Derives all documents anew for the definitions in force, where that was not done. Versions, times and the feed stay.
 * Writers may go on: what they write meanwhile is derived for the same definitions.
 * @throws DOCUMENTS_DO_NOT_FIT, after the others were written, when documents do not fit the definition to come; one that
 * only breaks the definition in force, as other programs can write it, is left as it is
 */
export async function rewriteDocuments(
  context: IndexContext,
  record: DefinitionRecord,
  { onRewritten, signal }: RewriteOptions = {},
): Promise<void> {
  const misfits = new MisfitList();
  let rewritten = 0;
  for await (const documents of readStoredDocuments(context, record, signal)) {
    await rewrite(context, record, documents, misfits);
    rewritten += documents.length;
    await onRewritten?.(rewritten);
  }
  misfits.throwIfAny(record.serving.name);
}

async function rewrite(
  context: IndexContext,
  record: DefinitionRecord,
  documents: readonly StoredDocument[],
  misfits: MisfitList,
): Promise<void> {
  const { name } = record.serving;
  const writer = new DocumentWriter(accessTo(context, name));
  const shape = shapeOf(record);
  let pending = documents.filter((document) => document.shape !== shape);
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt === MOST_ATTEMPTS) throw new WriteContendedError(name, pending[0]?.id ?? '');
    const writes = pending.flatMap((document) => encode(document, record, misfits));
    const verdicts = await writer.writeAll(record, writes);
    for (const verdict of verdicts) {
      if (verdict.status === 'failed') throw verdict.error;
      if (verdict.status === 'stale') throw new MigrationRunningError(name);
    }
    const changed = writes.filter((_, at) => verdicts[at]?.status === 'conflict').map(({ id }) => id);
    pending = (await readDocuments(context, record, changed)).filter((document) => document.shape !== shape);
  }
}

function encode(
  { id, document, version }: StoredDocument,
  record: DefinitionRecord,
  misfits: MisfitList,
): readonly DocumentWrite[] {
  const toWrite = (definitions: DefinitionRecord) => {
    const derived = deriveDocument(document, definitions);
    const text = encodeEnvelope(id, derived, definitions);
    const marks = marksOf(document, definitions);
    return { faults: derived.faults, write: { op: 'reindex', id, condition: `=${version}`, text, marks } as const };
  };
  const both = toWrite(record);
  if (both.faults.length === 0) return [both.write];
  if (record.other === null) return [];
  const alone = toWrite(comingAlone(record, record.other));
  if (alone.faults.length === 0) return [alone.write];
  misfits.add(id, alone.faults);
  return [];
}

const alones = new WeakMap<DefinitionRecord, DefinitionRecord>();

/** What is to come, without what serves. */
function comingAlone(record: DefinitionRecord, other: NonNullable<DefinitionRecord['other']>): DefinitionRecord {
  const known = alones.get(record) ?? { ...record, serving: other, other: null };
  alones.set(record, known);
  return known;
}
