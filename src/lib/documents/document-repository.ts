import type { AnyCollection, DocumentOf } from '../collections/collection.js';
import { toDocumentId } from '../collections/document-id.js';
import { AisleError } from '../errors/aisle-error.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { DefinitionHandle } from './active-definitions.js';
import { BulkWriter } from './bulk-writer.js';
import type { BulkItem, BulkOptions, BulkResult } from './bulk-writer.js';
import { readChanges } from './change-feed.js';
import type { Change, ChangesOptions } from './change-feed.js';
import { countDocuments } from './count-documents.js';
import type { DocumentAccess } from './document-access.js';
import { DocumentModifier } from './document-modifier.js';
import type { ChangeDocument, ChangedDocument, ChangeOptions } from './document-modifier.js';
import { parseDocumentPath, valueAt } from './document-path.js';
import { createDocument, deleteDocument, putDocument } from './document-operations.js';
import type { PutOptions, PutResult, WriteResult } from './document-operations.js';
import { DocumentReader } from './document-reader.js';
import { DocumentWriter } from './document-writer.js';
import { readPatch, readValue } from './input-values.js';
import type { JsonValue } from './json-value.js';
import { mergePatch } from './merge-patch.js';
import { appendAt, incrementAt, setAt } from './path-changes.js';
import { compileProjection } from './projection.js';
import { scanDocumentIds } from './scan-documents.js';

export interface DocumentRepositoryOptions<C extends AnyCollection = AnyCollection> {
  readonly definitions: DefinitionHandle;
  readonly connection: RedisConnection;
  readonly keys: Keys;
  /** The collection as the program declares it: its class checks every document. @default the class of the definition */
  readonly collection?: C;
  /** Milliseconds after which a change that other writers always forestall is given up. @default 5000 */
  readonly changeDeadlineMs?: number;
}

export interface GetOptions {
  /** Members to give, such as `name`, `specs.layout`, `variants[].color`. @default all */
  readonly fields?: readonly string[];
}

/** A document with the version it has. */
export interface VersionedDocument<D> {
  readonly document: D;
  readonly version: number;
}

/** An id as the document's member holds it. */
export type DocumentId = string | number;

const MAX_IDS = 1_000;
const CHANGE_DEADLINE_MS = 5_000;
const ITERATE_BATCH = 100;

/**
 * The documents of one collection. Every write is one atomic step: the document, what search needs of it, its new version
 * and its entry in the change feed; a search that starts after the write returned sees it.
 *
 * A document that does not fit its class or its collection is refused with all faults (`VALIDATION_FAILED`); nothing is
 * coerced. Versions are numbers that never repeat, not even after a document was deleted and made again.
 */
export class DocumentRepository<C extends AnyCollection = AnyCollection> {
  readonly #access: DocumentAccess;
  readonly #reader: DocumentReader;
  readonly #writer: DocumentWriter;
  readonly #modifier: DocumentModifier;
  readonly #bulk: BulkWriter;

  constructor(options: DocumentRepositoryOptions<C>) {
    const { definitions, connection, keys, collection, changeDeadlineMs = CHANGE_DEADLINE_MS } = options;
    this.#access = { definitions, connection, keys, documentClass: collection?.document ?? null };
    this.#reader = new DocumentReader(this.#access);
    this.#writer = new DocumentWriter(this.#access);
    this.#modifier = new DocumentModifier(this.#access, this.#reader, this.#writer, changeDeadlineMs);
    this.#bulk = new BulkWriter(this.#access, this.#writer);
  }

  /** Name of the collection. */
  get name(): string {
    return this.#access.definitions.name;
  }

  /**
   * Stores a new document. One without an id gets a UUID of version 7 written into it.
   * @throws DOCUMENT_EXISTS, INVALID_ID, VALIDATION_FAILED, DOCUMENT_TOO_LARGE
   */
  create(document: Creatable<C>): Promise<WriteResult> {
    return createDocument(this.#writer, this.name, document);
  }

  /**
   * Stores a document in the place of whatever has its id.
   * @throws VERSION_CONFLICT when `ifMatch` or `ifNoneMatch` does not hold, INVALID_ID, VALIDATION_FAILED,
   * DOCUMENT_TOO_LARGE
   */
  put(document: DocumentOf<C>, options: PutOptions = {}): Promise<PutResult> {
    return putDocument(this.#writer, this.name, document, options);
  }

  /**
   * Changes a document by a JSON merge patch (RFC 7396): null removes a member, objects are merged, all else replaces.
   * @throws DOCUMENT_NOT_FOUND, VERSION_CONFLICT, WRITE_CONTENDED, VALIDATION_FAILED, INVALID_ID when it changes the id
   */
  async patch(id: DocumentId, patch: object, options: ChangeOptions = {}): Promise<WriteResult> {
    const changes = readPatch(patch);
    return toResult(await this.#modify(id, (document) => mergePatch(document, changes), options));
  }

  /** @throws DOCUMENT_NOT_FOUND, VERSION_CONFLICT */
  async delete(id: DocumentId, options: ChangeOptions = {}): Promise<WriteResult> {
    return deleteDocument(this.#writer, this.name, toDocumentId(id), options);
  }

  /** A document, or null when there is none. @throws INVALID_ID, INVALID_VALUE on a field that is no path */
  async get(id: DocumentId, options: GetOptions = {}): Promise<VersionedDocument<DocumentOf<C>> | null> {
    const [found = null] = await this.getMany([id], options);
    return found;
  }

  /** Up to 1,000 documents in the order of their ids, null for each that does not exist. @throws LIMIT_EXCEEDED */
  async getMany(
    ids: readonly DocumentId[],
    { fields }: GetOptions = {},
  ): Promise<readonly (VersionedDocument<DocumentOf<C>> | null)[]> {
    if (ids.length > MAX_IDS) {
      throw new AisleError(
        'LIMIT_EXCEEDED',
        `At most ${MAX_IDS} documents can be read at once, here are ${ids.length}.`,
      );
    }
    const { includes, apply } = compileProjection(fields);
    const active = await this.#access.definitions.current();
    const found = await this.#reader.readAll(ids.map(toDocumentId), active, includes);
    return found.map((stored) =>
      stored === null ? null : { document: apply(stored.document) as DocumentOf<C>, version: stored.version },
    );
  }

  /**
   * The value at a path such as `variants[0].stock`: undefined where nothing is, null when there is no document.
   * @throws INVALID_VALUE on a bad path
   */
  async getPath(
    id: DocumentId,
    path: string,
  ): Promise<{ readonly value: JsonValue | undefined; readonly version: number } | null> {
    const steps = parseDocumentPath(path);
    const stored = await this.#reader.read(toDocumentId(id), await this.#access.definitions.current());
    return stored === null ? null : { value: valueAt(stored.document, steps), version: stored.version };
  }

  /**
   * Puts a value at a path; all above it must be there, an index may be the one after the last.
   * @throws as {@link DocumentRepository.patch}, and INVALID_VALUE when something above the path is missing
   */
  async setPath(id: DocumentId, path: string, value: unknown, options: ChangeOptions = {}): Promise<WriteResult> {
    const steps = parseDocumentPath(path);
    const plain = readValue(value, path);
    return toResult(await this.#modify(id, (document) => setAt(document, steps, plain), options));
  }

  /**
   * Adds to the number at a path, and gives what it became. Increments of many writers lose nothing.
   * @throws as {@link DocumentRepository.patch}, and INVALID_VALUE when there is no number
   */
  async increment(
    id: DocumentId,
    path: string,
    by = 1,
    options: ChangeOptions = {},
  ): Promise<WriteResult & { readonly value: number }> {
    const steps = parseDocumentPath(path);
    readValue(by, 'by');
    const changed = await this.#modify(id, (document) => incrementAt(document, steps, by), options);
    return { ...toResult(changed), value: Number(valueAt(changed.document, steps)) };
  }

  /**
   * Adds values to the end of the array at a path.
   * @throws as {@link DocumentRepository.patch}, and INVALID_VALUE when there is no array
   */
  async append(
    id: DocumentId,
    path: string,
    values: readonly unknown[],
    options: ChangeOptions = {},
  ): Promise<WriteResult> {
    const steps = parseDocumentPath(path);
    const plain = values.map((value) => readValue(value, path));
    return toResult(await this.#modify(id, (document) => appendAt(document, steps, plain), options));
  }

  /**
   * Stores many documents, each as {@link DocumentRepository.put} does, or as `create` where it has no id. Gives a result
   * for each, in order, and reads its source no faster than the results are taken. An error is told on the document that
   * it hit and harms no other.
   * @throws what the source throws, after the results of all that came before
   */
  putMany(
    documents: Iterable<Creatable<C>> | AsyncIterable<Creatable<C>>,
    options: BulkOptions = {},
  ): AsyncGenerator<BulkResult, void, undefined> {
    return this.#bulk.write(toItems(documents), options);
  }

  /** What imports are made of: as `putMany`, from items that may already have failed. */
  writeMany(
    items: Iterable<BulkItem> | AsyncIterable<BulkItem>,
    options: BulkOptions = {},
  ): AsyncGenerator<BulkResult, void, undefined> {
    return this.#bulk.write(items, options);
  }

  /**
   * All documents, in no order. One that is there all the while comes at least once, a few may come twice; what is written
   * or deleted meanwhile may or may not come.
   */
  async *iterate(options: GetOptions = {}): AsyncGenerator<VersionedDocument<DocumentOf<C>>, void, undefined> {
    const { serving } = await this.#access.definitions.current();
    for await (const ids of scanDocumentIds(this.#access, serving)) {
      for (let start = 0; start < ids.length; start += ITERATE_BATCH) {
        for (const found of await this.getMany(ids.slice(start, start + ITERATE_BATCH), options)) {
          if (found !== null) yield found;
        }
      }
    }
  }

  /** How many documents there are, exactly. */
  async count(): Promise<number> {
    return countDocuments(this.#access, await this.#access.definitions.current());
  }

  /** The last writes of one partition, about 10,000 being kept. @throws INVALID_VALUE */
  changes(options: ChangesOptions = {}): Promise<readonly Change[]> {
    return readChanges(this.#access, options);
  }

  async #modify(id: DocumentId, change: ChangeDocument, options: ChangeOptions): Promise<ChangedDocument> {
    return this.#modifier.modify(toDocumentId(id), change, options);
  }
}

/** A document that may lack its member `id`. */
export type Creatable<C> = DocumentOf<C> | WithoutId<DocumentOf<C>>;

type WithoutId<D> = 'id' extends keyof D ? Omit<D, 'id'> : D;

const toResult = ({ id, version }: ChangedDocument): WriteResult => ({ id, version });

function toItems(documents: Iterable<unknown> | AsyncIterable<unknown>): Iterable<BulkItem> | AsyncIterable<BulkItem> {
  return Symbol.asyncIterator in documents ? toItemsAsync(documents) : toItemsSync(documents);
}

function* toItemsSync(documents: Iterable<unknown>) {
  for (const document of documents) yield { document };
}

async function* toItemsAsync(documents: AsyncIterable<unknown>) {
  for await (const document of documents) yield { document };
}
