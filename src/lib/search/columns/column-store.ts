import { indexHash } from '../../collections/index-hash.js';
import { partitionsOf } from '../../collections/partition.js';
import { VERSION_NAMES } from '../../collections/version-names.js';
import { readIndexInfo } from '../../indexes/index-info.js';
import type { ColumnTable } from './column-table.js';
import { FollowedTable } from './followed-table.js';
import type { ColumnSource } from './followed-table.js';

/** Writes beyond which a search does not wait until they are taken over. */
const MOST_BEHIND = 1_000;
/** All documents are not read again sooner after the last time; twice as long each time that it was in vain. */
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
/** Times that a search compares index and columns, where writes come in between. */
const MOST_COMPARISONS = 3;

export interface ColumnStoreOptions {
  /** Memory that the columns may take; 0 keeps none. */
  readonly maxBytes: number;
  /** Milliseconds after which it is looked whether another program wrote documents past Aisle. */
  readonly maxAgeMs: number;
}

/** How far the writes of each partition had come. */
export interface WriteState {
  readonly sequences: readonly number[];
  /** Under which definition, since when they are counted, and how often documents were derived anew. */
  readonly epochs: string;
}

/** Replies that tell the state of a partition. */
const STATE_PARTS = 3;

interface Loaded {
  readonly followed: FollowedTable;
  readonly epochs: string;
  /** The count of losses of the connection that it holds for. */
  readonly losses: number;
  /** What the index had counted before it was loaded; null until it was looked while nobody wrote. */
  indexed: number | null;
  /** When the index was last seen to hold the same. */
  seenAt: number;
}

/** Keeps the columns of a collection in this process. They are read when they are first asked for. */
export class ColumnStore {
  readonly #source: ColumnSource;
  readonly #options: ColumnStoreOptions;
  #loaded: Loaded | null = null;
  #loading: Promise<void> | null = null;
  #catching: Promise<void> | null = null;
  #pauseMs = SHORTEST_PAUSE_MS;
  #triedAt = Number.NEGATIVE_INFINITY;
  #isTooLarge = false;

  constructor(source: ColumnSource, options: ColumnStoreOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Whether there are columns, or may be soon. */
  get mayHold(): boolean {
    return this.#options.maxBytes > 0 && !this.#isTooLarge && this.#source.connection.capabilities.searchable;
  }

  /** Memory that they take, roughly, in bytes. */
  get bytes(): number {
    return this.#loaded?.followed.table.bytes ?? 0;
  }

  /** Reads all documents unless that was done. @throws errors of the engine */
  async load(): Promise<void> {
    if (this.#loaded === null && this.mayHold) this.#load();
    await this.#loading;
  }

  /** Looks how far the writes have come. @throws errors of the engine */
  async readState(): Promise<WriteState> {
    const known = this.#loaded;
    const least = known?.followed.sequences ?? [];
    const state = await this.#readState();
    const isLost = state.sequences.some((sequence, at) => sequence < (least[at] ?? 0));
    if (known !== null && known === this.#loaded && (isLost || state.epochs !== known.epochs)) this.#loaded = null;
    return state;
  }

  /**
   * Looks at the columns with all that was written before.
   * @param look must not wait for anything: the columns change meanwhile
   * @param state how the writes stood when the search began, of {@link ColumnStore.readState}
   * @returns null while there are none: they are being read, too large, or far behind
   * @throws errors of the engine
   */
  async use<T>(look: (table: ColumnTable) => T, state: Promise<WriteState>): Promise<T | null> {
    const { sequences } = await state;
    for (let compared = 0; ;) {
      const loaded = this.#current();
      if (loaded === null) return null;
      const behind = loaded.followed.behind(sequences);
      if (behind === 0 && this.#catching === null) {
        const isYoung = performance.now() - loaded.seenAt <= this.#options.maxAgeMs;
        if (isYoung || ++compared > MOST_COMPARISONS) return look(loaded.followed.table);
        await this.#compare(loaded);
        continue;
      }
      const catching = this.#catchUp(loaded.followed);
      if (behind > MOST_BEHIND) return null;
      await catching;
    }
  }

  /** What is loaded; begins to load where that is nothing. */
  #current(): Loaded | null {
    if (this.#loaded !== null && this.#loaded.losses !== this.#source.connection.losses()) this.#loaded = null;
    if (this.#loaded === null) this.#load();
    return this.#loaded;
  }

  async #readState(): Promise<WriteState> {
    const { connection, keys, collection } = this.#source;
    const replies = await connection.pipeline(
      partitionsOf(collection.partitions).flatMap((partition) => [
        ['GET', keys.sequence(collection.name, partition)],
        ['HGET', keys.definition(collection.name, partition), 'epoch'],
        ['HGET', keys.fieldVersions(collection.name, partition), VERSION_NAMES.reindexed],
      ]),
    );
    const failure = replies.find((reply) => reply instanceof Error);
    if (failure !== undefined) throw failure;
    return {
      sequences: replies.filter((_, at) => at % STATE_PARTS === 0).map((reply) => Number(reply ?? 0)),
      epochs: JSON.stringify(replies.filter((_, at) => at % STATE_PARTS > 0)),
    };
  }

  /** Reads all documents in the background, once at a time. A failure is tried again by a later search. */
  #load(): void {
    if (this.#loading !== null || performance.now() - this.#triedAt < this.#pauseMs) return;
    this.#loading = this.#loadAnew().finally(() => {
      this.#loading = null;
      this.#triedAt = performance.now();
    });
    // For whoever waits for it; searches ask the engine meanwhile, and meet the same failure there.
    this.#loading.catch(() => undefined);
  }

  async #loadAnew(): Promise<void> {
    const losses = this.#source.connection.losses();
    const { epochs } = await this.#readState();
    const followed = await FollowedTable.load(this.#source, this.#options.maxBytes);
    this.#isTooLarge = followed === null;
    if (followed === null || !(await followed.catchUp())) return;
    this.#loaded = { followed, epochs, losses, indexed: null, seenAt: performance.now() };
    await this.#compare(this.#loaded);
  }

  /** Gives the columns up when the index has taken in other documents than Aisle's writes brought. */
  async #compare(loaded: Loaded): Promise<void> {
    // The look at the index goes out first: where no write is behind the columns after it, none was at it.
    const [info, state] = await Promise.all([this.#readInfo(), this.readState()]);
    const { followed } = loaded;
    const isMoving = followed.behind(state.sequences) > 0 || this.#catching !== null;
    if (this.#loaded !== loaded || info === null || info.isBuilding || isMoving) return;
    const indexed = info.indexed - followed.written;
    loaded.indexed ??= indexed;
    const isSame = info.documents === followed.table.documents && indexed === loaded.indexed;
    this.#pauseMs = isSame ? SHORTEST_PAUSE_MS : Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    if (isSame) loaded.seenAt = performance.now();
    else this.#loaded = null;
  }

  #readInfo() {
    const { connection, keys, collection } = this.#source;
    return readIndexInfo(connection, keys.index(collection.name, indexHash(collection)));
  }

  /** Takes over what was written, once at a time. */
  #catchUp(followed: FollowedTable): Promise<void> {
    this.#catching ??= this.#takeOver(followed).finally(() => {
      this.#catching = null;
    });
    return this.#catching;
  }

  async #takeOver(followed: FollowedTable): Promise<void> {
    let isWhole = false;
    try {
      isWhole = (await followed.catchUp()) && !followed.table.isWorn;
    } finally {
      if (!isWhole && this.#loaded?.followed === followed) this.#loaded = null;
    }
  }
}
