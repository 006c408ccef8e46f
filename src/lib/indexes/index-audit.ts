import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { countKeys } from '../documents/count-documents.js';
import type { IndexContext } from './index-context.js';
import { readIndexInfo } from './index-info.js';
import type { IndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';
import { accessTo } from './stored-documents.js';

/** How well an index holds the documents of its collection. */
export interface IndexAudit {
  readonly collection: string;
  readonly index: string;
  readonly state: 'ready' | 'building' | 'missing';
  /** How many documents there are. More than `indexed`: some are found by no search, `verify` tells which. */
  readonly documents: number;
  /** How many the index holds. */
  readonly indexed: number;
  /** How often the engine left a document out since the index was made, mended ones included. */
  readonly failures: number;
  /** The last of these failures in the engine's words, and the key of the document. */
  readonly lastError?: string;
  readonly lastKey?: string;
  readonly memoryBytes: number;
}

export interface IndexAuditorOptions {
  /** Milliseconds for which an audit is given again. @default 5000 */
  readonly maxAgeMs?: number;
  /** Milliseconds after which the keys of a collection with failures are counted anew. @default 60000 */
  readonly recountMs?: number;
}

interface KeyCount {
  readonly failures: number;
  readonly missing: number;
  readonly countedAt: number;
}

/**
 * Watches indexes for documents that the engine left out: it answers such a write with OK. Documents that went through a
 * repository are checked before; other programs, and commands beside it, are not.
 */
export class IndexAuditor {
  readonly #context: IndexContext;
  readonly #maxAgeMs: number;
  readonly #recountMs: number;
  readonly #counts = new Map<string, KeyCount>();
  #audit: Promise<readonly IndexAudit[]> = Promise.resolve([]);
  #auditedAt = Number.NEGATIVE_INFINITY;

  constructor(context: IndexContext, { maxAgeMs = 5_000, recountMs = 60_000 }: IndexAuditorOptions = {}) {
    this.#context = context;
    this.#maxAgeMs = maxAgeMs;
    this.#recountMs = recountMs;
  }

  /** All collections, by name; what is known for some seconds is given again. */
  async audit(): Promise<readonly IndexAudit[]> {
    if (performance.now() - this.#auditedAt >= this.#maxAgeMs) {
      this.#auditedAt = performance.now();
      this.#audit = this.#auditAll();
    }
    try {
      return await this.#audit;
    } catch (error) {
      this.#auditedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  async #auditAll(): Promise<readonly IndexAudit[]> {
    const all = await this.#context.definitions.list();
    return Promise.all(all.map((active) => this.#auditOne(active)));
  }

  async #auditOne(active: ActiveDefinitions): Promise<IndexAudit> {
    const { connection, keys } = this.#context;
    const { name } = active.serving;
    const index = indexNameOf(keys, active.serving);
    const info = await readIndexInfo(connection, index);
    if (info === null) {
      const documents = await countKeys(accessTo(this.#context, name), active);
      const nothing = { indexed: 0, failures: 0, memoryBytes: 0 };
      return { collection: name, index, state: 'missing', documents, ...nothing };
    }
    const { documents: indexed, failures, lastError, lastErrorKey, memoryBytes, isBuilding } = info;
    return {
      collection: name,
      index,
      state: isBuilding ? 'building' : 'ready',
      documents: indexed + (await this.#countMissing(active, info)),
      indexed,
      failures,
      ...(lastError === null ? {} : { lastError }),
      ...(lastErrorKey === null ? {} : { lastKey: lastErrorKey }),
      memoryBytes,
    };
  }

  /** The keys are counted where the engine left something out, for the number of failures does not sink again. */
  async #countMissing(active: ActiveDefinitions, { failures, isBuilding }: IndexInfo): Promise<number> {
    if (failures === 0 && !isBuilding) return 0;
    const { name } = active.serving;
    const { connection, keys } = this.#context;
    const known = this.#counts.get(name);
    const now = performance.now();
    if (known?.failures === failures && !isBuilding && now - known.countedAt < this.#recountMs) return known.missing;
    const documents = await countKeys(accessTo(this.#context, name), active);
    const indexed = (await readIndexInfo(connection, indexNameOf(keys, active.serving)))?.documents ?? 0;
    const missing = Math.max(0, documents - indexed);
    this.#counts.set(name, { failures, missing, countedAt: now });
    return missing;
  }
}
