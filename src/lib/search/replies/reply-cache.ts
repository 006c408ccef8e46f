import { sizeOf } from './size-of.js';

/** How a cache of replies does. */
export interface ReplyCacheStats {
  /** Commands that were answered from the cache, or by a command that was under way. */
  readonly hits: number;
  /** Commands that the engine carried out. */
  readonly misses: number;
  readonly entries: number;
  /** Memory that keys and replies take, roughly. */
  readonly bytes: number;
}

/** A reply of the engine, with what it depends on as that stood. */
export interface KeptReply {
  readonly stamp: string;
  readonly reply: unknown;
}

interface Entry extends KeptReply {
  readonly bytes: number;
  /** How many uses there had been when it was last put behind all others. */
  usedAt: number;
  /** When it was asked, by the process's clock. */
  readonly since: number;
}

/** A reply that is larger than this share of the memory is not kept. */
const LARGEST_SHARE = 8;
/** A reply is put behind all others when so many uses came since, as a share of the replies: that takes a little time. */
const RECENT_SHARE = 0.25;

/** Replies of the engine by their commands, the least recently used ones given up first. */
export class ReplyCache {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;
  #uses = 0;
  #hits = 0;
  #misses = 0;

  /**
   * @param maxBytes memory for keys and replies
   * @param maxAgeMs how long a reply may be used at most: what other programs write without Aisle's scripts is seen then
   */
  constructor(
    readonly maxBytes: number,
    readonly maxAgeMs: number,
  ) {}

  /** False when it has no memory at all. */
  get keepsAny(): boolean {
    return this.maxBytes > 0;
  }

  get stats(): ReplyCacheStats {
    return { hits: this.#hits, misses: this.#misses, entries: this.#entries.size, bytes: this.#bytes };
  }

  /** Whether there is a reply that may still hold. */
  has(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    if (!this.#isOld(entry)) return true;
    this.#drop(key, entry);
    return false;
  }

  /** The reply, when what it depends on is as it was. */
  get(key: string, stamp: string): KeptReply | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (this.#isOld(entry) || entry.stamp !== stamp) {
      this.#drop(key, entry);
      return null;
    }
    this.#use(key, entry);
    return entry;
  }

  /** @param since when the reply was asked for, by `performance.now()` */
  put(key: string, kept: KeptReply, since: number): void {
    const bytes = 2 * key.length + sizeOf(kept.reply);
    const known = this.#entries.get(key);
    if (known !== undefined) this.#drop(key, known);
    if (bytes > this.maxBytes / LARGEST_SHARE) return;
    this.#entries.set(key, { ...kept, bytes, since, usedAt: ++this.#uses });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.maxBytes) return;
      this.#drop(oldest, entry);
    }
  }

  count(hits: number, misses: number): void {
    this.#hits += hits;
    this.#misses += misses;
  }

  #isOld({ since }: Entry): boolean {
    return performance.now() - since > this.maxAgeMs;
  }

  /** What was used a short time ago stands near the end still. */
  #use(key: string, entry: Entry): void {
    if (++this.#uses - entry.usedAt < this.#entries.size * RECENT_SHARE) return;
    entry.usedAt = this.#uses;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  #drop(key: string, { bytes }: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= bytes;
  }
}
