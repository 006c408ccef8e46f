import { indexHash } from '../../collections/index-hash.js';
import { partitionsOf } from '../../collections/partition.js';
import type { AnyCollection } from '../../collections/collection.js';
import { readChanges } from '../../documents/change-feed.js';
import type { DefinitionHandle } from '../../documents/active-definitions.js';
import type { Keys } from '../../redis/keys.js';
import { settlesWithin } from '../../redis/deadline.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { countTerms, readAllTerms } from './document-terms.js';
import type { TermSource } from './document-terms.js';
import { readFeedStates } from './feed-position.js';
import { TermIndex } from './term-index.js';
import { decodeSnapshot, encodeSnapshot } from './term-snapshot.js';
import { sortCounts, Vocabulary } from './vocabulary.js';

export interface TermDictionaryOptions {
  readonly definitions: DefinitionHandle;
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly collection: AnyCollection;
}

/** A snapshot that nobody loads any more goes by itself. */
const SNAPSHOT_TTL_S = 7 * 86_400;
const CHANGES_TOGETHER = 1_000;
/** All documents are read again when so many of them changed, as a share of all, and at least so many. */
const STALE_SHARE = 0.5;
const STALE_CHANGES = 1_000;

/**
 * Keeps the vocabulary of a collection in this process: from a snapshot that another process left, else from the
 * documents, and then from the change feed.
 */
export class TermDictionary {
  readonly #source: TermSource;
  readonly #definitions: DefinitionHandle;
  #vocabulary: Vocabulary | null = null;
  #positions: string[] = [];
  #changes = 0;
  #loading: Promise<void> | null = null;
  #reading: Promise<void> | null = null;

  constructor({ definitions, connection, keys, collection }: TermDictionaryOptions) {
    this.#source = { connection, keys, collection };
    this.#definitions = definitions;
  }

  /**
   * The vocabulary as it is known; null when it is not loaded within so many milliseconds.
   * @throws errors of the engine
   */
  async current(waitMs: number): Promise<Vocabulary | null> {
    if (this.#vocabulary === null) await settlesWithin(this.#load(), waitMs);
    return this.#vocabulary;
  }

  /** The same with what was written until now. */
  async latest(waitMs: number): Promise<Vocabulary | null> {
    if (this.#vocabulary === null) return this.current(waitMs);
    await settlesWithin(this.#readFeed(), waitMs);
    return this.#vocabulary;
  }

  /** Loads once at a time; a failure is for whoever waits, and the next one tries again. */
  #load(): Promise<void> {
    this.#loading ??= this.#loadAnew(true).finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #loadAnew(withSnapshot: boolean): Promise<void> {
    const states = await readFeedStates(this.#source);
    const snapshot = withSnapshot ? await this.#readSnapshot() : null;
    const index = indexHash(this.#source.collection);
    if (
      snapshot?.index === index &&
      snapshot.positions.every((position, at) => states[at]?.lacks(position) === false)
    ) {
      this.#positions = [...snapshot.positions];
      this.#vocabulary = Vocabulary.of(new TermIndex(snapshot.terms), snapshot.documents);
      await this.#readFeed();
      return;
    }
    const { counts, documents } = await readAllTerms(this.#source);
    const terms = sortCounts(counts);
    this.#positions = states.map(({ last }) => last);
    this.#changes = 0;
    this.#vocabulary = Vocabulary.of(new TermIndex(terms), documents);
    const data = await encodeSnapshot({ index, documents, positions: this.#positions, terms });
    await this.#source.connection.send(['SET', this.#snapshotKey(), data, 'EX', String(SNAPSHOT_TTL_S)]);
  }

  async #readSnapshot() {
    const data = await this.#source.connection.send(['GET', this.#snapshotKey()], { buffers: true });
    return Buffer.isBuffer(data) ? decodeSnapshot(data) : null;
  }

  #readFeed(): Promise<void> {
    this.#reading ??= this.#readChanges().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readChanges(): Promise<void> {
    const states = await readFeedStates(this.#source);
    if (this.#positions.some((position, at) => states[at]?.lacks(position) !== false)) {
      await this.#loadAnew(false);
      return;
    }
    const moved = states.map(({ last }, at) => last !== this.#positions[at]);
    for (const [at, partition] of partitionsOf(this.#source.collection.partitions).entries()) {
      if (moved[at] === true) await this.#readPartition(at, partition);
    }
    const { documents = 0 } = this.#vocabulary ?? {};
    if (this.#changes > STALE_CHANGES + documents * STALE_SHARE) await this.#loadAnew(false);
  }

  /** Takes over what a partition's feed tells, in one go: each vocabulary costs a little. */
  async #readPartition(at: number, partition: number | null): Promise<void> {
    const { connection, keys } = this.#source;
    const access = { definitions: this.#definitions, connection, keys };
    const counts = new Map<string, number>();
    let after = this.#positions[at] ?? '0-0';
    let read = 0;
    let grown = 0;
    for (let isMore = true; isMore;) {
      const changes = await readChanges(access, { partition, after, limit: CHANGES_TOGETHER });
      const written = new Set(changes.filter(({ op }) => op !== 'delete').map(({ id }) => id));
      await countTerms(this.#source, [...written], counts);
      grown += changes.reduce((sum, { op }) => sum + (op === 'create' ? 1 : op === 'delete' ? -1 : 0), 0);
      after = changes.at(-1)?.cursor ?? after;
      read += changes.length;
      isMore = changes.length === CHANGES_TOGETHER;
    }
    const { documents = 0 } = this.#vocabulary ?? {};
    this.#vocabulary = this.#vocabulary?.with(counts, Math.max(documents + grown, 0)) ?? null;
    this.#positions[at] = after;
    this.#changes += read;
  }

  #snapshotKey(): string {
    const { keys, collection } = this.#source;
    return keys.terms(collection.name);
  }
}
