import { DocumentNotFoundError, VersionConflictError, WriteContendedError } from '../errors/document-errors.js';
import type { ActiveDefinitions } from './active-definitions.js';
import { STALE, withDefinitions } from './document-access.js';
import type { DocumentAccess } from './document-access.js';
import type { DocumentReader } from './document-reader.js';
import type { DocumentWriter } from './document-writer.js';
import type { JsonObject } from './json-value.js';
import { KeyQueue } from './key-queue.js';
import { idOf, invalidIdChange, readDocument } from './prepare-document.js';

/** The version that a write demands: a number, or `*` for any. */
export type IfMatch = number | '*';

export interface ChangeOptions {
  /** Change the document only while it has this version. */
  readonly ifMatch?: IfMatch;
}

/** The change of one document, from what it was. */
export type ChangeDocument = (document: JsonObject) => JsonObject;

export interface ChangedDocument {
  readonly id: string;
  readonly version: number;
  readonly document: JsonObject;
}

const CONFLICT = Symbol('conflict');
const LONGEST_PAUSE_MS = 20;

/**
 * Reads a document, changes it and writes it back if nobody did meanwhile, else once more: one change of a document at a
 * time in this process, compared by version across processes.
 */
export class DocumentModifier {
  readonly #queue = new KeyQueue();

  constructor(
    private readonly access: DocumentAccess,
    private readonly reader: DocumentReader,
    private readonly writer: DocumentWriter,
    private readonly deadlineMs: number,
  ) {}

  /** @throws DOCUMENT_NOT_FOUND, VERSION_CONFLICT, WRITE_CONTENDED after the deadline, and what `put` throws */
  modify(id: string, change: ChangeDocument, { ifMatch }: ChangeOptions = {}): Promise<ChangedDocument> {
    const deadline = performance.now() + this.deadlineMs;
    return this.#queue.run(id, async () => {
      for (let tries = 0; ; tries++) {
        const changed = await withDefinitions(this.access, (active) => this.#try(id, active, change, ifMatch));
        if (changed !== CONFLICT) return changed;
        const pause = Math.random() * Math.min(tries, LONGEST_PAUSE_MS);
        if (performance.now() + pause > deadline) throw new WriteContendedError(this.access.definitions.name, id);
        if (tries > 1) await new Promise((resolve) => setTimeout(resolve, pause));
      }
    });
  }

  async #try(
    id: string,
    active: ActiveDefinitions,
    change: ChangeDocument,
    ifMatch: IfMatch | undefined,
  ): Promise<ChangedDocument | typeof CONFLICT | typeof STALE> {
    const { name } = active.serving;
    const stored = await this.reader.read(id, active);
    if (stored === null) throw new DocumentNotFoundError(name, id);
    const { version } = stored;
    if (typeof ifMatch === 'number' && ifMatch !== version) throw new VersionConflictError(name, id, ifMatch, version);
    const document = readDocument(change(stored.document), name);
    if (idOf(document, active) !== id) throw invalidIdChange(id, active);
    const { text, marks } = await this.writer.prepare(document, active);
    const outcome = await this.writer.write(active, { op: 'put', id, condition: `=${version}`, text, marks });
    if (outcome === STALE) return STALE;
    if (outcome.status !== 'conflict') return { id, version: outcome.version, document };
    if (typeof ifMatch === 'number') throw new VersionConflictError(name, id, ifMatch, outcome.version);
    return CONFLICT;
  }
}
