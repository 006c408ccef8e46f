import type { AnyCollection } from '../../collections/collection.js';
import { partitionsOf } from '../../collections/partition.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { parseSynonym } from './synonym.js';
import type { StoredSynonym } from './synonym.js';
import { SynonymIndex } from './synonym-index.js';
import { VERSION_FIELD } from './synonym-scripts.js';

/** Milliseconds after which synonyms are compared with the stored ones; who hears of a change reads them anew at once. */
const MAX_AGE_MS = 1_000;

interface Entry {
  /** Null where no synonym was ever stored. */
  readonly version: unknown;
  readonly index: SynonymIndex;
  readonly readAt: number;
}

/** The synonyms that this process knows, ready for searches. */
export class SynonymCache {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #entries = new Map<string, Entry>();
  readonly #reading = new Map<string, Promise<Entry>>();

  constructor(connection: RedisConnection, keys: Keys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  /** @throws errors of the engine */
  async current(collection: AnyCollection): Promise<SynonymIndex> {
    const { name } = collection;
    const known = this.#entries.get(name);
    if (known !== undefined && performance.now() - known.readAt < MAX_AGE_MS) return known.index;
    const underWay = this.#reading.get(name);
    if (underWay !== undefined) return (await underWay).index;
    const reading = this.#refresh(collection, known);
    this.#reading.set(name, reading);
    try {
      const entry = await reading;
      if (this.#reading.get(name) === reading) this.#entries.set(name, entry);
      return entry.index;
    } finally {
      if (this.#reading.get(name) === reading) this.#reading.delete(name);
    }
  }

  /** Reads them anew at the next search, also where they are being read just now. */
  forget(name: string): void {
    this.#entries.delete(name);
    this.#reading.delete(name);
  }

  forgetAll(): void {
    this.#entries.clear();
    this.#reading.clear();
  }

  async #refresh(collection: AnyCollection, known: Entry | undefined): Promise<Entry> {
    const readAt = performance.now();
    const key = synonymsKey(this.#keys, collection);
    const version = await this.#connection.send(['HGET', key, VERSION_FIELD]);
    if (known !== undefined && known.version === version) return { ...known, readAt };
    const synonyms = await readSynonyms(this.#connection, this.#keys, collection);
    return { version, index: new SynonymIndex(synonyms), readAt };
  }
}

/** Where the synonyms of a collection lie. */
export function synonymsKey(keys: Keys, { name, partitions }: AnyCollection): string {
  return keys.synonyms(name, partitionsOf(partitions)[0] ?? null);
}

/** All synonyms of a collection, by id. */
export async function readSynonyms(
  connection: RedisConnection,
  keys: Keys,
  collection: AnyCollection,
): Promise<readonly StoredSynonym[]> {
  const reply = await connection.send(['HGETALL', synonymsKey(keys, collection)]);
  return pairsOf(reply)
    .filter(([id]) => id !== VERSION_FIELD)
    .map(([id, text]) => ({ id, ...parseSynonym(JSON.parse(text)) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A hash comes as a map, or as a list of fields and values. */
function pairsOf(reply: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(reply)) return Object.entries((reply ?? {}) as Readonly<Record<string, string>>);
  return reply.flatMap((field, at) => (at % 2 === 0 ? [[String(field), String(reply[at + 1])] as const] : []));
}
