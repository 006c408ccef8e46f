import { indexHash } from '../../collections/index-hash.js';
import { partitionsOf } from '../../collections/partition.js';
import type { AnyCollection } from '../../collections/collection.js';
import { readChanges } from '../../documents/change-feed.js';
import type { Change } from '../../documents/change-feed.js';
import type { DefinitionHandle } from '../../documents/active-definitions.js';
import { EngineError } from '../../errors/engine-errors.js';
import type { Keys } from '../../redis/keys.js';
import { settlesWithin } from '../../redis/deadline.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { countTerms, readAllTerms } from './document-terms.js';
import type { TermSource } from './document-terms.js';
import { readFeedStates } from './feed-position.js';
import type { FeedStates } from './feed-position.js';
import { TermIndex } from './term-index.js';
import { decodeSnapshot, encodeSnapshot } from './term-snapshot.js';
import type { TermSnapshot } from './term-snapshot.js';
import { addCounts, sortCounts, Vocabulary } from './vocabulary.js';

export interface TermDictionaryOptions {
  readonly definitions: DefinitionHandle;
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly collection: AnyCollection;
}

/** A snapshot that nobody loads any more goes by itself. */
const SNAPSHOT_TTL_S = 7 * 86_400;
const CHANGES_TOGETHER = 1_000;
/** All documents are read again, aside, when so many of them changed, as a share of all, and at least so many. */
const STALE_SHARE = 0.5;
const STALE_CHANGES = 100;

/** The terms of all documents, with what they depended on just before they were read. */
interface Reading {
  readonly vocabulary: Vocabulary;
  readonly positions: readonly string[];
  readonly words: string | null;
}

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
  /** What the words depended on when they were read last. */
  #words: string | null = null;
  #loading: Promise<void> | null = null;
  #reading: Promise<void> | null = null;
  #readingNext: Promise<void> | null = null;
  /** All documents are read aside, so that nobody waits; the next look at the feed takes over what came of it. */
  #rereading = false;
  #reread: Reading | null = null;

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

  /**
   * Whether a vocabulary that it gave has the words of all documents.
   * @param words what these depend on, see `WriteVersions`
   */
  isCurrent(vocabulary: Vocabulary, words: string): boolean {
    return this.#vocabulary === vocabulary && this.#words === words;
  }

  /** Loads once at a time; a failure is for whoever waits, and the next one tries again. */
  #load(): Promise<void> {
    this.#loading ??= this.#loadAnew(true).finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #loadAnew(withSnapshot: boolean): Promise<void> {
    const { feeds, words } = await readFeedStates(this.#source);
    const snapshot = withSnapshot ? await this.#readSnapshot() : null;
    const index = indexHash(this.#source.collection);
    if (snapshot?.index === index && snapshot.positions.every((position, at) => feeds[at]?.lacks(position) === false)) {
      this.#positions = [...snapshot.positions];
      this.#vocabulary = Vocabulary.of(new TermIndex(snapshot.terms), snapshot.documents);
      await this.#readFeed();
      return;
    }
    this.#takeOver(await this.#readAll({ feeds, words }));
  }

  async #readAll({ feeds, words }: FeedStates): Promise<Reading> {
    const { counts, documents } = await readAllTerms(this.#source);
    const terms = sortCounts(counts);
    const positions = feeds.map(({ last }) => last);
    await this.#leaveSnapshot({ index: indexHash(this.#source.collection), documents, positions, terms });
    return { positions, words, vocabulary: Vocabulary.of(new TermIndex(terms), documents) };
  }

  #takeOver({ positions, words, vocabulary }: Reading): void {
    this.#positions = [...positions];
    this.#words = words;
    this.#vocabulary = vocabulary;
    this.#changes = 0;
  }

  /** Only makes others faster: an engine that takes no writes can be searched. */
  async #leaveSnapshot(snapshot: TermSnapshot): Promise<void> {
    const { connection } = this.#source;
    const data = await encodeSnapshot(snapshot);
    try {
      await connection.send(['SET', this.#snapshotKey(), data, 'EX', String(SNAPSHOT_TTL_S)]);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #readSnapshot() {
    const data = await this.#source.connection.send(['GET', this.#snapshotKey()], { buffers: true });
    return Buffer.isBuffer(data) ? decodeSnapshot(data) : null;
  }

  /** One that is under way may have looked before the last write, so all who come meanwhile share the next one. */
  #readFeed(): Promise<void> {
    if (this.#reading === null) return this.#startReading();
    this.#readingNext ??= this.#reading.then(
      () => this.#startReading(),
      () => this.#startReading(),
    );
    return this.#readingNext;
  }

  #startReading(): Promise<void> {
    this.#readingNext = null;
    const reading = this.#readChanges().finally(() => {
      if (this.#reading === reading) this.#reading = this.#readingNext;
    });
    this.#reading = reading;
    return reading;
  }

  async #readChanges(): Promise<void> {
    if (this.#reread !== null) this.#takeOver(this.#reread);
    this.#reread = null;
    const { feeds, words } = await readFeedStates(this.#source);
    if (this.#positions.some((position, at) => feeds[at]?.lacks(position) !== false)) {
      await this.#loadAnew(false);
      return;
    }
    const moved = feeds.map(({ last }, at) => last !== this.#positions[at]);
    for (const [at, partition] of partitionsOf(this.#source.collection.partitions).entries()) {
      if (moved[at] === true) await this.#readPartition(at, partition);
    }
    this.#words = words;
    const { documents = 0 } = this.#vocabulary ?? {};
    if (this.#changes > STALE_CHANGES + documents * STALE_SHARE) this.#readAgain();
  }

  /** Counts grow inexact with the changes; a failure is for the next look at the feed to try again. */
  #readAgain(): void {
    if (this.#rereading) return;
    this.#rereading = true;
    readFeedStates(this.#source)
      .then((states) => this.#readAll(states))
      .then(
        (reading) => {
          this.#reread = reading;
          this.#rereading = false;
        },
        () => {
          this.#rereading = false;
        },
      );
  }

  /** Takes over what a partition's feed tells, in one go: each vocabulary costs a little. */
  async #readPartition(at: number, partition: number | null): Promise<void> {
    const { connection, keys } = this.#source;
    const access = { definitions: this.#definitions, connection, keys };
    const counts = new Map<string, number>();
    const changed = new Map<string, number>();
    let after = this.#positions[at] ?? '0-0';
    let read = 0;
    let grown = 0;
    for (let isMore = true; isMore;) {
      const changes = await readChanges(access, { partition, after, limit: CHANGES_TOGETHER });
      const idsOf = (op: Change['op']) => new Set(changes.filter((change) => change.op === op).map(({ id }) => id));
      const created = idsOf('create');
      const replaced = [...idsOf('replace')].filter((id) => !created.has(id));
      await countTerms(this.#source, [...created], counts);
      await countTerms(this.#source, replaced, changed);
      grown += changes.reduce((sum, { op }) => sum + (op === 'create' ? 1 : op === 'delete' ? -1 : 0), 0);
      after = changes.at(-1)?.cursor ?? after;
      read += changes.length;
      isMore = changes.length === CHANGES_TOGETHER;
    }
    const { documents = 0 } = this.#vocabulary ?? {};
    // Words of a document that was replaced were counted before, most of them.
    addCounts(counts, new Map([...changed].filter(([term]) => this.#vocabulary?.count(term) === 0)));
    this.#vocabulary = this.#vocabulary?.with(counts, Math.max(documents + grown, 0)) ?? null;
    this.#positions[at] = after;
    this.#changes += read;
  }

  #snapshotKey(): string {
    const { keys, collection } = this.#source;
    return keys.terms(collection.name);
  }
}
