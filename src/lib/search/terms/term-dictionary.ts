import { indexHash } from '../../collections/index-hash.js';
import type { Change } from '../../documents/change-feed.js';
import { EngineError } from '../../errors/engine-errors.js';
import { settlesWithin } from '../../redis/deadline.js';
import { countTerms, readAllTerms } from './document-terms.js';
import type { CollectionSource } from '../collection-source.js';
import { SharedRead } from '../shared-read.js';
import { mayHaveMore, readChangesBehind, readFeeds, readFeedStates } from './feed-position.js';
import type { ChangesByPartition, FeedStates } from './feed-position.js';
import { TermIndex } from './term-index.js';
import { decodeSnapshot, encodeSnapshot } from './term-snapshot.js';
import type { TermSnapshot } from './term-snapshot.js';
import { addCounts, sortCounts, Vocabulary } from './vocabulary.js';

/** A snapshot that nobody loads any more goes by itself. */
const SNAPSHOT_TTL_S = 7 * 86_400;
/** All documents are read again, aside, when so many of them changed, as a share of all, and at least so many. */
const STALE_SHARE = 0.5;
const STALE_CHANGES = 100;

/** The terms of all documents as they were read. */
interface Reading {
  readonly vocabulary: Vocabulary;
  /** Where the feeds stood. */
  readonly positions: readonly string[];
  /** What the words depended on; null when that is not known. */
  readonly words: string | null;
  /** Changes since all documents were read. */
  readonly changes: number;
}

/**
 * Keeps the vocabulary of a collection in this process: from a snapshot that another process left, else from the
 * documents, and then from the change feed.
 */
export class TermDictionary {
  readonly #source: CollectionSource;
  readonly #feed = new SharedRead(() => this.#readChanges());
  #known: Reading | null = null;
  #loading: Promise<void> | null = null;
  /** All documents are read aside, so that nobody waits; the next look at the feed takes over what came of it. */
  #rereading = false;
  #reread: Reading | null = null;

  constructor(source: CollectionSource) {
    this.#source = source;
  }

  /**
   * The vocabulary as it is known; null when it is not loaded within so many milliseconds.
   * @throws errors of the engine
   */
  async current(waitMs: number): Promise<Vocabulary | null> {
    if (this.#known === null) await settlesWithin(this.#load(), waitMs);
    return this.#known?.vocabulary ?? null;
  }

  /** The same with what was written until now. */
  async latest(waitMs: number): Promise<Vocabulary | null> {
    if (this.#known === null) return this.current(waitMs);
    await settlesWithin(this.#feed.ask(), waitMs);
    return this.#known.vocabulary;
  }

  /**
   * Whether a vocabulary that it gave has the words of all documents.
   * @param words what these depend on, see `WriteVersions`
   */
  isCurrent(vocabulary: Vocabulary, words: string): boolean {
    return this.#known?.vocabulary === vocabulary && this.#known.words === words;
  }

  /** Loads once at a time; a failure is for whoever waits, and the next one tries again. */
  #load(): Promise<void> {
    this.#loading ??= this.#start().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #start(): Promise<void> {
    const states = await readFeedStates(this.#source);
    const snapshot = await this.#readSnapshot();
    const isOurs = snapshot?.index === indexHash(this.#source.collection);
    if (!isOurs || isGap(states, snapshot.positions)) {
      this.#known = await this.#readAll(states);
      return;
    }
    const { positions, terms, documents } = snapshot;
    this.#known = { vocabulary: Vocabulary.of(new TermIndex(terms), documents), positions, words: null, changes: 0 };
    await this.#feed.ask();
  }

  async #readAll({ feeds, words }: FeedStates): Promise<Reading> {
    const { counts, documents } = await readAllTerms(this.#source);
    const terms = sortCounts(counts);
    const positions = feeds.map(({ last }) => last);
    await this.#leaveSnapshot({ index: indexHash(this.#source.collection), documents, positions, terms });
    return { vocabulary: Vocabulary.of(new TermIndex(terms), documents), positions, words, changes: 0 };
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

  /** What is known is replaced in one go, so that nobody sees less than he waited for. */
  async #readChanges(): Promise<void> {
    const known = this.#reread ?? this.#known;
    this.#reread = null;
    if (known === null) return;
    const states = await readFeeds(this.#source, known.positions);
    this.#known = isGap(states, known.positions)
      ? await this.#readAll(states)
      : { ...(await this.#withChanges(known, states.changes)), words: states.words };
    const { changes, vocabulary } = this.#known;
    if (changes > STALE_CHANGES + vocabulary.documents * STALE_SHARE) this.#readAgain();
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

  /** Takes over what the feeds tell, all at once: each vocabulary costs a little. */
  async #withChanges(known: Reading, first: ChangesByPartition): Promise<Reading> {
    const counts = new Map<string, number>();
    const changed = new Map<string, number>();
    let { positions, changes } = known;
    let { documents } = known.vocabulary;
    for (let next = first; next.some(({ length }) => length > 0);) {
      const all = next.flat();
      const idsOf = (op: Change['op']) => new Set(all.filter((change) => change.op === op).map(({ id }) => id));
      const created = idsOf('create');
      const replaced = [...idsOf('replace')].filter((id) => !created.has(id));
      await Promise.all([countTerms(this.#source, [...created], counts), countTerms(this.#source, replaced, changed)]);
      documents += all.reduce((sum, { op }) => sum + (op === 'create' ? 1 : op === 'delete' ? -1 : 0), 0);
      changes += all.length;
      positions = positions.map((position, at) => next[at]?.at(-1)?.cursor ?? position);
      next = next.some(mayHaveMore) ? await readChangesBehind(this.#source, positions) : [];
    }
    // Words of a document that was replaced were counted before, most of them.
    addCounts(counts, new Map([...changed].filter(([term]) => known.vocabulary.count(term) === 0)));
    return { ...known, vocabulary: known.vocabulary.with(counts, Math.max(documents, 0)), positions, changes };
  }

  #snapshotKey(): string {
    const { keys, collection } = this.#source;
    return keys.terms(collection.name);
  }
}

/** Whether changes behind the positions may be gone from the feeds. */
const isGap = ({ feeds }: FeedStates, positions: readonly string[]) =>
  positions.some((position, at) => feeds[at]?.lacks(position) !== false);
