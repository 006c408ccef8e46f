import { AisleError } from '../errors/aisle-error.js';
import type { ActiveDefinitions } from './active-definitions.js';
import { STALE, withDefinitions } from './document-access.js';
import type { DocumentAccess } from './document-access.js';
import type { DocumentWriter } from './document-writer.js';
import { idOf, readDocument, withId } from './prepare-document.js';
import type { PreparedDocument } from './prepare-document.js';

/** One document on its way in, or why there is none. */
export type BulkItem = { readonly document: unknown } | { readonly error: AisleError };

/** What became of one document of many. */
export interface BulkResult {
  /** Its place in the source, from 0. */
  readonly index: number;
  /** null when it has no valid id and was not stored: one that it would have been given names nothing. */
  readonly id: string | null;
  readonly status: 'created' | 'replaced' | 'failed';
  readonly version?: number;
  readonly error?: AisleError;
}

export interface BulkOptions {
  /** How many batches are under way at a time. 1 to 64. @default 4 */
  readonly concurrency?: number;
}

/** A document that failed before it was sent, with the id that its source gave it. */
interface FailedEntry {
  readonly error: AisleError;
  readonly givenId: string | null;
}

interface PreparedEntry extends PreparedDocument {
  readonly givenId: string | null;
}

type Entry = PreparedEntry | FailedEntry;

interface Batch {
  readonly start: number;
  readonly entries: Entry[];
  readonly ids: Set<string>;
  bytes: number;
}

interface Source {
  readonly items: Iterable<BulkItem> | AsyncIterable<BulkItem>;
  failure: { readonly error: unknown } | null;
}

const BATCH_DOCUMENTS = 32;
const BATCH_BYTES = 262_144;
const DEFAULT_CONCURRENCY = 4;
const MAX_CONCURRENCY = 64;

/**
 * Writes many documents, in batches that travel while the next ones are prepared. It reads its source no faster than the
 * engine writes and the results are taken. Documents of the same id are written in order.
 */
export class BulkWriter {
  constructor(
    private readonly access: DocumentAccess,
    private readonly writer: DocumentWriter,
  ) {}

  /**
   * Gives a result for each item, in order. A document that fails harms no other.
   * @throws what the source throws, after the results of all that came before
   */
  async *write(
    items: Iterable<BulkItem> | AsyncIterable<BulkItem>,
    { concurrency = DEFAULT_CONCURRENCY }: BulkOptions = {},
  ): AsyncGenerator<BulkResult, void, undefined> {
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw new AisleError('INVALID_VALUE', `"concurrency" must be a whole number from 1 to ${MAX_CONCURRENCY}.`);
    }
    const underWay: { readonly ids: ReadonlySet<string>; readonly results: Promise<readonly BulkResult[]> }[] = [];
    const overlaps = ({ ids }: Batch) => underWay.some((other) => [...ids].some((id) => other.ids.has(id)));
    const source: Source = { items, failure: null };
    try {
      for await (const batch of this.#batches(source)) {
        while (underWay.length >= concurrency || overlaps(batch)) yield* (await underWay.shift()?.results) ?? [];
        underWay.push({ ids: batch.ids, results: this.#send(batch) });
      }
      for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) yield* await next.results;
      if (source.failure !== null) throw source.failure.error;
    } finally {
      await Promise.all(underWay.map(({ results }) => results));
    }
  }

  /** When the source fails, what came before is given; the failure stands in `source`. */
  async *#batches(source: Source): AsyncGenerator<Batch, void, undefined> {
    let batch = newBatch(0);
    try {
      for await (const item of source.items) {
        const entry = await this.#prepare(item);
        batch.entries.push(entry);
        if ('text' in entry) {
          batch.ids.add(entry.id);
          batch.bytes += entry.text.length;
        }
        if (batch.entries.length < BATCH_DOCUMENTS && batch.bytes < BATCH_BYTES) continue;
        yield batch;
        batch = newBatch(batch.start + batch.entries.length);
      }
    } catch (error) {
      source.failure = { error };
    }
    if (batch.entries.length > 0) yield batch;
  }

  async #prepare(item: BulkItem): Promise<Entry> {
    if ('error' in item) return { error: item.error, givenId: null };
    let givenId: string | null = null;
    try {
      const active = await this.access.definitions.current();
      const given = readDocument(item.document, active.serving.name);
      const document = withId(given, active);
      if (document === given) givenId = idOf(document, active);
      return { ...(await this.writer.prepare(document, active)), givenId };
    } catch (error) {
      return { error: asAisleError(error), givenId };
    }
  }

  /** Never rejects: an error is told on the documents that it hit. */
  async #send({ start, entries }: Batch): Promise<readonly BulkResult[]> {
    const results: BulkResult[] = [];
    try {
      await withDefinitions(this.access, (active) => this.#attempt(active, entries, start, results));
    } catch (error) {
      entries.forEach((entry, at) => {
        results[at] ??= { index: start + at, id: entry.givenId, status: 'failed', error: asAisleError(error) };
      });
    }
    return results;
  }

  /** Writes the entries that have no result yet. */
  async #attempt(
    active: ActiveDefinitions,
    entries: readonly Entry[],
    start: number,
    results: BulkResult[],
  ): Promise<typeof STALE | undefined> {
    const open: { readonly at: number; readonly prepared: PreparedEntry }[] = [];
    for (const [at, entry] of entries.entries()) {
      if (results[at] !== undefined) continue;
      const prepared = 'error' in entry || entry.active === active ? entry : await this.#prepareAgain(entry, active);
      if ('error' in prepared) {
        results[at] = { index: start + at, id: prepared.givenId, status: 'failed', error: prepared.error };
      } else open.push({ at, prepared });
    }
    const verdicts = await this.writer.writeAll(
      active,
      open.map(({ prepared: { id, text, marks } }) => ({ op: 'put', id, condition: '', text, marks })),
    );
    open.forEach(({ at, prepared: { id, givenId } }, position) => {
      const verdict = verdicts[position];
      const index = start + at;
      if (verdict?.status === 'created' || verdict?.status === 'replaced') {
        results[at] = { index, id, status: verdict.status, version: verdict.version };
      } else if (verdict?.status === 'failed') {
        results[at] = { index, id: givenId, status: 'failed', error: asAisleError(verdict.error) };
      }
    });
    return open.every(({ at }) => results[at] !== undefined) ? undefined : STALE;
  }

  async #prepareAgain({ document, givenId }: PreparedEntry, active: ActiveDefinitions): Promise<Entry> {
    try {
      return { ...(await this.writer.prepare(document, active)), givenId };
    } catch (error) {
      return { error: asAisleError(error), givenId };
    }
  }
}

const newBatch = (start: number): Batch => ({ start, entries: [], ids: new Set(), bytes: 0 });

function asAisleError(error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  return new AisleError('INTERNAL', `The document could not be written: ${String(error)}`, { cause: error });
}
