import { documentBoostOf } from '../../collections/document-boost.js';
import { layoutOf } from '../../collections/field-layout.js';
import { partitionOf, partitionsOf } from '../../collections/partition.js';
import { scanDocumentIds } from '../../documents/scan-documents.js';
import type { Partition } from '../../redis/keys.js';
import { ChangeLog } from './change-log.js';
import { columnLayoutOf } from './column-layout.js';
import type { ColumnLayout, DocumentRow } from './column-layout.js';
import { READ_CHANGED } from './column-scripts.js';
import type { CollectionSource } from '../collection-source.js';
import { ColumnTable } from './column-table.js';
import type { Place } from './write-state.js';

/** So few that others get their turn in the process, too. */
const READ_TOGETHER = 50;
const CHANGES_TOGETHER = 100;
const WEIGH_AT_GROWTH = 1.1;

/** A table of columns that follows the writes of a collection. */
export class FollowedTable {
  readonly table: ColumnTable;
  /** What became of documents since all were read. */
  readonly log: ChangeLog;
  readonly #source: CollectionSource;
  readonly #maxBytes: number;
  readonly #layout: ColumnLayout;
  readonly #places: Place[];
  #catching: Promise<void> | null = null;
  #isBroken = false;
  #isTooLarge = false;
  #weighed = 0;
  #written = 0;

  /**
   * A table without documents.
   * @param places from where the writes are followed
   * @param maxBytes memory that the table may take
   */
  constructor(source: CollectionSource, places: readonly Place[], maxBytes: number) {
    this.#source = source;
    this.#maxBytes = maxBytes;
    this.#layout = columnLayoutOf(layoutOf(source.collection), documentBoostOf(source.collection)?.member ?? null);
    this.#places = [...places];
    this.table = new ColumnTable(this.#layout);
    this.log = new ChangeLog(this.#layout, this.table);
  }

  /** How far the writes of each partition are in the table. */
  get places(): readonly Place[] {
    return this.#places;
  }

  /** Documents written since the first places. */
  get written(): number {
    return this.#written;
  }

  /** Whether writes are being taken over: until the end the table is of no one moment. */
  get isMoving(): boolean {
    return this.#catching !== null;
  }

  /** Whether it needs more memory than it may take. */
  get isTooLarge(): boolean {
    return this.#isTooLarge;
  }

  /** False once it is too large, or lacks writes. */
  get isUsable(): boolean {
    return !this.#isBroken && !this.#isTooLarge;
  }

  /** How many of the writes are not in the table yet. */
  behind(places: readonly Place[]): number {
    return this.#places.reduce((sum, { sequence }, at) => sum + Math.max((places[at]?.sequence ?? 0) - sequence, 0), 0);
  }

  /**
   * Reads all documents, a few at a time so that others get their turn at the engine, and the writes that came meanwhile.
   * @throws errors of the engine
   */
  async load(): Promise<void> {
    for await (const ids of scanDocumentIds(this.#source, this.#source.collection)) {
      for (let start = 0; start < ids.length; start += READ_TOGETHER) {
        await this.#read(ids.slice(start, start + READ_TOGETHER));
      }
      if (this.#weigh()) return;
    }
    await this.catchUp();
  }

  /**
   * Takes over the writes of each partition up to one moment, once at a time.
   * @throws errors of the engine
   */
  catchUp(): Promise<void> {
    this.#catching ??= this.#takeOverAll().finally(() => {
      this.#catching = null;
    });
    // For whoever does not wait for it.
    this.#catching.catch(() => undefined);
    return this.#catching;
  }

  async #takeOverAll(): Promise<void> {
    let isWhole = true;
    try {
      for (const [at, partition] of partitionsOf(this.#source.collection.partitions).entries()) {
        isWhole &&= await this.#takeOver(at, partition);
      }
      this.table.tidy();
    } catch (error) {
      isWhole = false;
      throw error;
    } finally {
      this.#isBroken ||= !isWhole || this.table.isWorn;
    }
  }

  /** Takes over the writes of a partition; false when the feed does not tell all of them any more. */
  async #takeOver(at: number, partition: Partition): Promise<boolean> {
    for (;;) {
      const count = await this.#takeOverSome(at, partition);
      if (count === null || this.#weigh()) return false;
      if (count < CHANGES_TOGETHER) return true;
    }
  }

  /** @returns how many writes it took over; null when one is missing */
  async #takeOverSome(at: number, partition: Partition): Promise<number | null> {
    const { connection, keys, collection } = this.#source;
    const { sequence: before, entry: from } = this.#places[at] ?? { sequence: 0, entry: '0-0' };
    const prefix = keys.documentPrefix(collection.name, partition);
    const reply: unknown = await connection.run(
      READ_CHANGED,
      [keys.sequence(collection.name, partition), keys.changes(collection.name, partition)],
      [from, String(CHANGES_TOGETHER), prefix, ...this.#layout.jsonPaths],
    );
    const [now, entry, counted, first, documents, written] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
    const count = Number(counted);
    const sequence = before + count;
    const isWhole = count < CHANGES_TOGETHER ? sequence === Number(now) : sequence <= Number(now);
    if (!isWhole || (count > 0 && Number(first) !== before + 1)) return null;
    const pairs = Array.isArray(documents) ? documents.map(String) : [];
    for (let pair = 0; pair < pairs.length; pair += 2) this.#change(pairs[pair] ?? '', pairs[pair + 1] ?? '');
    this.#written += Number(written);
    this.#places[at] = { sequence, entry: String(entry) };
    return count;
  }

  async #read(ids: readonly string[]): Promise<void> {
    const { connection, keys, collection } = this.#source;
    const commands = ids.map((id) => {
      const key = keys.document(collection.name, partitionOf(id, collection.partitions), id);
      return ['JSON.GET', key, ...this.#layout.jsonPaths];
    });
    const replies = await connection.pipeline(commands);
    for (const [at, reply] of replies.entries()) {
      if (reply instanceof Error) throw reply;
      const row = this.#readRow(reply);
      if (row !== null) this.table.put(ids[at] ?? '', row);
    }
  }

  #change(id: string, json: string): void {
    const row = this.#readRow(json);
    const change = row === null ? this.table.delete(id) : this.table.put(id, row);
    if (change !== null) this.log.add(id, row, change);
  }

  /** @returns null where there is no such document */
  #readRow(json: unknown): DocumentRow | null {
    return typeof json === 'string' && json !== '' ? this.#layout.readRow(json) : null;
  }

  /** Adds up the memory when so many documents came that it is worth it. @returns whether the table is too large */
  #weigh(): boolean {
    if (this.table.size > this.#weighed * WEIGH_AT_GROWTH) {
      this.#weighed = this.table.size;
      this.#isTooLarge = this.table.bytes > this.#maxBytes;
    }
    return this.#isTooLarge;
  }
}
