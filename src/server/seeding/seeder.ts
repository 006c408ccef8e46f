import { basename } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { AISLE_CONNECTION, AISLE_KEYS, AisleError, CollectionAccess, Locks, Synonyms } from '../../lib/index.js';
import type { Keys, RedisConnection } from '../../lib/index.js';
import { mustSeed } from './seed-decision.js';
import type { SeedPolicy } from './seed-decision.js';
import { listSeedFiles, readSeedFile, SEED_FOLDER } from './seed-files.js';
import type { SeedFile } from './seed-files.js';
import { decodeMarker, encodeMarker } from './seed-marker.js';
import type { SeedMarker } from './seed-marker.js';

/** What became of one file. */
export interface SeedResult {
  readonly collection: string;
  /** Documents that were written; null when the file was not loaded, for it had been. */
  readonly loaded: number | null;
}

const LOCK = { ttlMs: 30_000, waitMs: 600_000 };

/** Loads the example catalogue: one process at a time, each file once, by ids, so that it can be repeated. */
@Injectable()
export class Seeder {
  readonly #locks: Locks;

  constructor(
    @Inject(AISLE_CONNECTION) private readonly connection: RedisConnection,
    @Inject(AISLE_KEYS) private readonly keys: Keys,
    private readonly access: CollectionAccess,
    private readonly synonyms: Synonyms,
  ) {
    this.#locks = new Locks(connection, keys);
  }

  /**
   * @throws VALIDATION_FAILED when a document of a file does not fit its collection; COLLECTION_NOT_FOUND; LOCK_LOST;
   * errors of the engine
   */
  async seed(policy: SeedPolicy, signal: AbortSignal, folder = SEED_FOLDER): Promise<readonly SeedResult[]> {
    const files = await listSeedFiles(folder);
    return this.#locks.withLock('seeding', { ...LOCK, signal }, async (lock) => {
      const stop = AbortSignal.any([signal, lock.signal]);
      const results: SeedResult[] = [];
      for (const file of files) {
        stop.throwIfAborted();
        results.push({ collection: file.collection, loaded: await this.#seedFile(file, policy, stop) });
      }
      return results;
    });
  }

  async #seedFile(file: SeedFile, policy: SeedPolicy, stop: AbortSignal): Promise<number | null> {
    const { collection, hash } = file;
    const marker = await this.#readMarker(collection);
    const count = await this.access.repository(collection).count();
    if (!mustSeed(policy, { marker, hash, count })) return null;
    await this.#writeMarker(collection, { state: 'begun', hash });
    const loaded = await this.#load(file, stop);
    for (const synonym of file.synonyms) await this.synonyms.put(collection, synonym.id, synonym);
    await this.#writeMarker(collection, { state: 'done', hash });
    return loaded;
  }

  async #load(file: SeedFile, stop: AbortSignal): Promise<number> {
    let loaded = 0;
    for await (const { error, id } of this.access.repository(file.collection).putMany(readSeedFile(file))) {
      stop.throwIfAborted();
      if (error !== undefined) {
        const place = `${basename(file.path)}, document ${loaded + 1} (${id ?? 'without an id'})`;
        throw new AisleError(error.code, `${place}: ${error.message}`, { cause: error, faults: error.faults });
      }
      loaded++;
    }
    return loaded;
  }

  async #readMarker(collection: string): Promise<SeedMarker | null> {
    return decodeMarker(await this.connection.send(['GET', this.#markerKey(collection)]));
  }

  async #writeMarker(collection: string, marker: SeedMarker): Promise<void> {
    await this.connection.send(['SET', this.#markerKey(collection), encodeMarker(marker)]);
  }

  #markerKey(collection: string): string {
    return this.keys.state('seeding', collection);
  }
}
