import { indexHash } from '../../collections/index-hash.js';
import { readIndexInfo } from '../../indexes/index-info.js';
import type { CollectionSource } from '../collection-source.js';
import { SharedRead } from '../shared-read.js';
import type { ColumnTable } from './column-table.js';
import { FoldMemory } from './fold-memory.js';
import { FollowedTable } from './followed-table.js';
import { areSame, isLostSince, readWriteState } from './write-state.js';
import type { WriteState } from './write-state.js';

/** Writes beyond which a search does not wait until they are taken over. */
const MOST_BEHIND = 1_000;
/** All documents are not read again sooner after the last time; twice as long each time that it was in vain. */
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
/** Times that index and columns are compared at once, where writes come in between, and the pause until the next time. */
const MOST_COMPARISONS = 3;
const MOST_BEGINNINGS = 10;
const MOST_BYTES_OF_RESULTS = 16_777_216;
const PAUSE_WHILE_WRITTEN_MS = 1_000;

export interface ColumnStoreOptions {
  /** Memory that the columns may take; 0 keeps none. */
  readonly maxBytes: number;
  /** Milliseconds after which it is looked whether another program wrote documents past Aisle. */
  readonly maxAgeMs: number;
  /** Whether what was computed is kept for searches that come again. */
  readonly keepsResults: boolean;
}

/** Columns, and what was made of them. */
export interface Columns {
  readonly table: ColumnTable;
  readonly memory: FoldMemory;
}

interface Loaded extends Columns {
  readonly followed: FollowedTable;
  readonly derivation: string;
  /** The count of losses of the connection that it holds for. */
  readonly losses: number;
  /** What the index had counted before it was loaded. */
  readonly indexed: number;
  /** When it is to be compared with the index again. */
  compareAt: number;
}

/** Keeps the columns of a collection in this process. They are read when they are first asked for. */
export class ColumnStore {
  readonly #source: CollectionSource;
  readonly #options: ColumnStoreOptions;
  readonly #state = new SharedRead(() => this.#readState());
  #loaded: Loaded | null = null;
  #loading: Promise<void> | null = null;
  #comparing: Promise<void> | null = null;
  #pauseMs = SHORTEST_PAUSE_MS;
  #triedAt = Number.NEGATIVE_INFINITY;
  #isTooLarge = false;
  #isSteady = true;

  constructor(source: CollectionSource, options: ColumnStoreOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Memory that they take, roughly, in bytes. */
  get bytes(): number {
    return this.#loaded === null ? 0 : this.#loaded.table.bytes + this.#loaded.memory.bytes;
  }

  /** Reads all documents unless that was done. @throws errors of the engine */
  async load(): Promise<void> {
    this.isLoaded();
    await this.#loading;
  }

  /** Whether there are columns; begins to read them where there are none. */
  isLoaded(): boolean {
    return this.#current() !== null;
  }

  /** How far the writes have come, at a moment after the call. @throws errors of the engine */
  readState(): Promise<WriteState> {
    return this.#state.ask();
  }

  async #readState(): Promise<WriteState> {
    const known = this.#loaded;
    const places = [...(known?.followed.places ?? [])];
    const state = await readWriteState(this.#source);
    const isLost = isLostSince(places, state.places) || state.derivation !== known?.derivation;
    if (known !== null && isLost) this.#drop(known);
    return state;
  }

  /**
   * Looks at the columns as they stand. Whether that is with all that was written is seen by {@link ColumnStore.use}.
   * @returns null where there are none, or where they lagged behind when they were last used
   */
  peek<T>(look: (columns: Columns) => T): T | null {
    const loaded = this.#isSteady ? this.#current() : null;
    return loaded === null || loaded.followed.isMoving ? null : look(loaded);
  }

  /**
   * Looks at the columns with all that was written before.
   * @param look must not wait for anything: the columns change meanwhile
   * @param state how the writes stood when the search began, of {@link ColumnStore.readState}
   * @returns null while there are none: they are being read, too large, or far behind
   * @throws errors of the engine
   */
  async use<T>(look: (columns: Columns) => T, state: Promise<WriteState>): Promise<T | null> {
    const { places, derivation } = await state;
    for (let isCompared = false; ;) {
      const loaded = this.#current();
      if (loaded?.derivation !== derivation) return null;
      const { followed } = loaded;
      const behind = followed.behind(places);
      this.#isSteady = behind === 0;
      if (behind > 0 || followed.isMoving) {
        const caughtUp = followed.catchUp();
        if (behind > MOST_BEHIND) return null;
        await caughtUp;
      } else if (!isCompared && performance.now() > loaded.compareAt) {
        await this.#compare(loaded);
        isCompared = true;
      } else {
        return look(loaded);
      }
    }
  }

  /** What is loaded; begins to load where that is nothing. */
  #current(): Loaded | null {
    const loaded = this.#loaded;
    if (loaded !== null && (!loaded.followed.isUsable || loaded.losses !== this.#source.connection.losses())) {
      this.#isTooLarge = loaded.followed.isTooLarge;
      this.#drop(loaded);
    }
    if (this.#loaded === null) this.#load();
    return this.#loaded;
  }

  #drop(loaded: Loaded): void {
    if (this.#loaded === loaded) this.#loaded = null;
  }

  /** Reads all documents in the background, once at a time. A failure is tried again by a later search. */
  #load(): void {
    const { searchable } = this.#source.connection.capabilities;
    const isWanted = this.#options.maxBytes > 0 && searchable && !this.#isTooLarge;
    if (!isWanted || this.#loading !== null || performance.now() - this.#triedAt < this.#pauseMs) return;
    this.#loading = this.#loadAnew().finally(() => {
      this.#loading = null;
      this.#triedAt = performance.now();
    });
    // For whoever waits for it; searches ask the engine meanwhile, and meet the same failure there.
    this.#loading.catch(() => undefined);
  }

  async #loadAnew(): Promise<void> {
    const losses = this.#source.connection.losses();
    const begun = await this.#readBeginning();
    if (begun === null) return;
    const { indexed, places, derivation } = begun;
    const followed = new FollowedTable(this.#source, places, this.#options.maxBytes);
    await followed.load();
    this.#isTooLarge = followed.isTooLarge;
    if (!followed.isUsable) return;
    const { table, log } = followed;
    const memory = new FoldMemory(table, log, this.#options.keepsResults ? MOST_BYTES_OF_RESULTS : 0);
    const compareAt = Number.NEGATIVE_INFINITY;
    const loaded: Loaded = { followed, table, memory, derivation, losses, indexed, compareAt };
    if (await this.#isLikeIndex(loaded)) this.#loaded = loaded;
  }

  /** What the index has counted, and the writes at that moment; null while it is built, or written to all the time. */
  async #readBeginning(): Promise<(WriteState & { readonly indexed: number }) | null> {
    for (let tries = 0; tries < MOST_BEGINNINGS; tries++) {
      const before = await readWriteState(this.#source);
      const info = await this.#readInfo();
      const state = await readWriteState(this.#source);
      if (info === null || info.isBuilding) return null;
      if (areSame(before, state)) return { ...state, indexed: info.indexed };
    }
    return null;
  }

  /** Gives the columns up when the index has taken in other documents than Aisle's writes brought. */
  #compare(loaded: Loaded): Promise<void> {
    this.#comparing ??= this.#isLikeIndex(loaded)
      .then((isLike) => {
        if (!isLike) this.#drop(loaded);
      })
      .finally(() => {
        this.#comparing = null;
      });
    return this.#comparing;
  }

  /** Whether index and columns agree, or cannot be compared as writes come all the time. */
  async #isLikeIndex(loaded: Loaded): Promise<boolean> {
    const { followed, table, indexed } = loaded;
    for (let tries = 0; tries < MOST_COMPARISONS; tries++) {
      const begun = performance.now();
      await followed.catchUp();
      const places = [...followed.places];
      const info = await this.#readInfo();
      const state = await readWriteState(this.#source);
      if (info === null || !followed.isUsable || state.derivation !== loaded.derivation) return false;
      if (info.isBuilding || followed.isMoving || !areSame(state, { ...state, places })) continue;
      const isLike = info.documents === table.documents && info.indexed - followed.written === indexed;
      this.#pauseMs = isLike ? SHORTEST_PAUSE_MS : Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
      loaded.compareAt = begun + this.#options.maxAgeMs;
      return isLike;
    }
    loaded.compareAt = performance.now() + Math.min(this.#options.maxAgeMs, PAUSE_WHILE_WRITTEN_MS);
    return true;
  }

  #readInfo() {
    const { connection, keys, collection } = this.#source;
    return readIndexInfo(connection, keys.index(collection.name, indexHash(collection)));
  }
}
