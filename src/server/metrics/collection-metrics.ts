import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { AISLE_CONNECTION, AISLE_KEYS, AisleError, CollectionManager, readIndexInfo } from '../../lib/index.js';
import type { CollectionDescription, IndexState, Keys, RedisConnection } from '../../lib/index.js';
import { MetricsRegistry } from './metrics-registry.js';

const STATES: readonly IndexState['state'][] = ['ready', 'building', 'migrating', 'missing'];

/** How collections and their indexes are, asked for when the metrics are read. */
@Injectable()
export class CollectionMetrics {
  readonly #up: Gauge;
  readonly #documents: Gauge<'collection'>;
  readonly #indexed: Gauge<'collection'>;
  readonly #failures: Gauge<'collection'>;
  readonly #memory: Gauge<'collection'>;
  readonly #state: Gauge<'collection' | 'state'>;

  constructor(
    registry: MetricsRegistry,
    @Inject(AISLE_CONNECTION) private readonly connection: RedisConnection,
    @Inject(AISLE_KEYS) private readonly keys: Keys,
    private readonly manager: CollectionManager,
  ) {
    const registers = [registry];
    const perCollection = { registers, labelNames: ['collection'] as const };
    this.#up = new Gauge({ registers, name: 'aisle_engine_up', help: 'Whether the engine answers.' });
    this.#documents = new Gauge({
      ...perCollection,
      name: 'aisle_collection_documents',
      help: 'Documents that the collection has.',
    });
    this.#indexed = new Gauge({
      ...perCollection,
      name: 'aisle_index_documents',
      help: 'Documents that the index has.',
    });
    this.#failures = new Gauge({
      ...perCollection,
      name: 'aisle_index_failures',
      help: 'How often the engine refused to index a document since the index was made.',
    });
    this.#memory = new Gauge({ ...perCollection, name: 'aisle_index_memory_bytes', help: 'Memory of the index.' });
    this.#state = new Gauge({
      registers,
      labelNames: ['collection', 'state'],
      name: 'aisle_index_state',
      help: '1 for the state that the index is in.',
    });
  }

  /** Asks the engine; while it does not answer there is `aisle_engine_up 0` alone. */
  async refresh(): Promise<void> {
    const perCollection = [this.#documents, this.#indexed, this.#failures, this.#memory, this.#state];
    perCollection.forEach((gauge) => {
      gauge.reset();
    });
    try {
      const collections = await this.manager.list();
      await Promise.all(collections.map((collection) => this.#show(collection)));
      this.#up.set(1);
    } catch (error) {
      if (!(error instanceof AisleError)) throw error;
      this.#up.set(0);
    }
  }

  async #show({ name, documents, index }: CollectionDescription): Promise<void> {
    const labels = { collection: name };
    this.#documents.set(labels, documents);
    for (const state of STATES) this.#state.set({ collection: name, state }, state === index.state ? 1 : 0);
    const info = await readIndexInfo(this.connection, this.keys.indexAlias(name));
    if (info === null) return;
    this.#indexed.set(labels, info.documents);
    this.#failures.set(labels, info.failures);
    this.#memory.set(labels, info.memoryBytes);
  }
}
