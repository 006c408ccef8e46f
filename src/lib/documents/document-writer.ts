import { partitionOf } from '../collections/partition.js';
import type { Partition } from '../redis/keys.js';
import type { ActiveDefinitions } from './active-definitions.js';
import { markLayoutOf } from './derive/field-marks.js';
import { STALE, withDefinitions } from './document-access.js';
import type { DocumentAccess } from './document-access.js';
import type { JsonObject } from './json-value.js';
import { prepareDocument } from './prepare-document.js';
import type { PreparedDocument } from './prepare-document.js';
import { decodeVerdicts, encodeWrites, WRITE_DOCUMENTS } from './write-script.js';
import type { DocumentWrite, WriteCondition, WriteVerdict } from './write-script.js';

/** What a single write comes to, errors being thrown. */
export type WriteOutcome = Exclude<WriteVerdict, { status: 'stale' | 'failed' }> & { readonly id: string };

/** Documents, and characters of their envelopes, that one script writes: the engine does nothing else meanwhile. */
const SCRIPT_DOCUMENTS = 32;
const SCRIPT_LENGTH = 262_144;

/** Writes documents through the one script. */
export class DocumentWriter {
  constructor(private readonly access: DocumentAccess) {}

  /**
   * Writes one document if the condition holds.
   * @param identify gives the document that is written, once the definitions are known
   * @throws INVALID_ID, VALIDATION_FAILED, COLLECTION_NOT_FOUND, WRITE_CONTENDED and errors of the engine
   */
  put(identify: (active: ActiveDefinitions) => JsonObject, condition: WriteCondition): Promise<WriteOutcome> {
    return withDefinitions(this.access, async (active) => {
      const { id, text, marks } = await this.prepare(identify(active), active);
      return this.write(active, { op: 'put', id, condition, text, marks });
    });
  }

  delete(id: string, condition: WriteCondition): Promise<WriteOutcome> {
    const write = { op: 'delete', id, condition, text: '', marks: '' } as const;
    return withDefinitions(this.access, (active) => this.write(active, write));
  }

  prepare(document: JsonObject, active: ActiveDefinitions): Promise<PreparedDocument> {
    return prepareDocument(document, active, this.access);
  }

  /** One write under given definitions. @throws errors of the engine */
  async write(active: ActiveDefinitions, write: DocumentWrite): Promise<WriteOutcome | typeof STALE> {
    const [verdict = { status: 'stale' }] = await this.writeAll(active, [write]);
    if (verdict.status === 'failed') throw verdict.error;
    return verdict.status === 'stale' ? STALE : { ...verdict, id: write.id };
  }

  /**
   * Writes documents, those of a partition in order, several in one script, partitions side by side. Never rejects: gives
   * a verdict each, in order.
   */
  async writeAll(active: ActiveDefinitions, writes: readonly DocumentWrite[]): Promise<readonly WriteVerdict[]> {
    const parts = new Map<Partition, { readonly indexes: number[]; readonly writes: DocumentWrite[] }>();
    writes.forEach((write, index) => {
      const partition = partitionOf(write.id, active.serving.partitions);
      const part = parts.get(partition) ?? { indexes: [], writes: [] };
      part.indexes.push(index);
      part.writes.push(write);
      parts.set(partition, part);
    });
    const verdicts = Array<WriteVerdict>(writes.length).fill({ status: 'stale' });
    await Promise.all(
      Array.from(parts, async ([partition, part]) => {
        let done = 0;
        for (const writes of splitWrites(part.writes)) {
          for (const verdict of await this.#run(active, partition, writes)) {
            const index = part.indexes[done++];
            if (index !== undefined) verdicts[index] = verdict;
          }
        }
      }),
    );
    return verdicts;
  }

  async #run(
    active: ActiveDefinitions,
    partition: Partition,
    writes: readonly DocumentWrite[],
  ): Promise<readonly WriteVerdict[]> {
    const { connection, keys } = this.access;
    const { name } = active.serving;
    const shared = [
      ...[keys.sequence(name, partition), keys.changes(name, partition)],
      ...[keys.fieldVersions(name, partition), keys.definition(name, partition)],
    ];
    const documents = writes.map(({ id }) => keys.document(name, partition, id));
    const args = encodeWrites(active.epoch, markLayoutOf(active).names, writes);
    try {
      return decodeVerdicts(await connection.run(WRITE_DOCUMENTS, [...shared, ...documents], args), writes.length);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error('The write failed', { cause });
      return Array<WriteVerdict>(writes.length).fill({ status: 'failed', error });
    }
  }
}

function* splitWrites(writes: readonly DocumentWrite[]): Generator<readonly DocumentWrite[]> {
  let part: DocumentWrite[] = [];
  let length = 0;
  for (const write of writes) {
    if (part.length >= SCRIPT_DOCUMENTS || (part.length > 0 && length + write.text.length > SCRIPT_LENGTH)) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(write);
    length += write.text.length;
  }
  if (part.length > 0) yield part;
}
