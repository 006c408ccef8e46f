import type { AnyCollection } from '../../collections/collection.js';
import { layoutOf } from '../../collections/field-layout.js';
import { partitionOf, partitionsOf } from '../../collections/partition.js';
import { scanDocumentIds } from '../../documents/scan-documents.js';
import type { Keys, Partition } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { ColumnLayout } from './column-layout.js';
import { columnLayoutOf } from './column-layout.js';
import { READ_CHANGED } from './column-scripts.js';
import { ColumnTable } from './column-table.js';

export interface ColumnSource {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly collection: AnyCollection;
}

/** How far the writes of a partition are known. */
interface Place {
  readonly partition: Partition;
  /** Version of the last write. */
  sequence: number;
  /** The place of its entry in the feed. */
  entry: string;
}

const READ_TOGETHER = 100;
const CHANGES_TOGETHER = 200;
const WEIGH_AT_GROWTH = 1.1;

/** A table of columns that follows the writes of a collection. */
export class FollowedTable {
  readonly table: ColumnTable;
  readonly #source: ColumnSource;
  readonly #layout: ColumnLayout;
  readonly #places: readonly Place[];
  #weighed = 0;
  #written = 0;

  private constructor(source: ColumnSource, layout: ColumnLayout, places: readonly Place[]) {
    this.#source = source;
    this.#layout = layout;
    this.#places = places;
    this.table = new ColumnTable(layout);
  }

  /**
   * Reads all documents, a few at a time so that others get their turn at the engine.
   * @param maxBytes memory that the table may take
   * @returns null when it would take more
   * @throws errors of the engine
   */
  static async load(source: ColumnSource, maxBytes: number): Promise<FollowedTable | null> {
    const layout = columnLayoutOf(layoutOf(source.collection));
    const places = await Promise.all(
      partitionsOf(source.collection.partitions).map(async (partition): Promise<Place> => {
        const [sequence, entry] = await readChanged(source, partition, ['', '0', '']);
        return { partition, sequence: Number(sequence), entry: String(entry) };
      }),
    );
    const followed = new FollowedTable(source, layout, places);
    for await (const ids of scanDocumentIds(source, source.collection)) {
      for (let start = 0; start < ids.length; start += READ_TOGETHER) {
        await followed.#read(ids.slice(start, start + READ_TOGETHER));
      }
      if (followed.#isDueToWeigh() && followed.table.bytes > maxBytes) return null;
    }
    return followed.table.bytes > maxBytes ? null : followed;
  }

  /** Whether so many documents came that it is worth to add up their memory. */
  #isDueToWeigh(): boolean {
    const due = this.table.size > this.#weighed * WEIGH_AT_GROWTH;
    if (due) this.#weighed = this.table.size;
    return due;
  }

  /** How far the writes of each partition are in the table. */
  get sequences(): readonly number[] {
    return this.#places.map(({ sequence }) => sequence);
  }

  /** Documents written since it was loaded. */
  get written(): number {
    return this.#written;
  }

  /** How many of the writes are not in the table yet. */
  behind(sequences: readonly number[]): number {
    return this.#places.reduce((sum, { sequence }, at) => sum + Math.max((sequences[at] ?? 0) - sequence, 0), 0);
  }

  /**
   * Takes over the writes of each partition up to one moment.
   * @returns false when the feed does not tell all of them any more
   * @throws errors of the engine
   */
  async catchUp(): Promise<boolean> {
    for (const place of this.#places) {
      for (let isMore = true; isMore;) {
        const count = await this.#takeOver(place);
        if (count === null) return false;
        isMore = count === CHANGES_TOGETHER;
      }
    }
    this.table.tidy();
    return true;
  }

  /** Takes over some writes; null when one is missing. */
  async #takeOver(place: Place): Promise<number | null> {
    const { keys, collection } = this.#source;
    const prefix = keys.documentPrefix(collection.name, place.partition);
    const args = [place.entry, String(CHANGES_TOGETHER), prefix, ...this.#layout.jsonPaths];
    const [sequence, entry, counted, first, documents, written] = await readChanged(
      this.#source,
      place.partition,
      args,
    );
    const count = Number(counted);
    const last = place.sequence + count;
    const isWhole = count < CHANGES_TOGETHER ? last === Number(sequence) : last <= Number(sequence);
    if (!isWhole || (count > 0 && Number(first) !== place.sequence + 1)) return null;
    const pairs = Array.isArray(documents) ? documents.map(String) : [];
    for (let at = 0; at < pairs.length; at += 2) this.#put(pairs[at] ?? '', pairs[at + 1] ?? '');
    this.#written += Number(written);
    place.sequence = last;
    place.entry = String(entry);
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
      this.#put(ids[at] ?? '', typeof reply === 'string' ? reply : '');
    }
  }

  #put(id: string, json: string): void {
    if (json === '') this.table.delete(id);
    else this.table.put(id, this.#layout.readRow(json));
  }
}

async function readChanged(
  { connection, keys, collection: { name } }: ColumnSource,
  partition: Partition,
  args: readonly string[],
): Promise<readonly unknown[]> {
  const places = [keys.sequence(name, partition), keys.changes(name, partition)];
  const reply: unknown = await connection.run(READ_CHANGED, places, args);
  return Array.isArray(reply) ? (reply as readonly unknown[]) : [];
}
