import { setTimeout as delay } from 'node:timers/promises';
import type { AnyCollection } from '../collections/collection.js';
import { IndexNotFoundError } from '../errors/engine-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { createIndex, pointAlias } from './create-index.js';
import { readIndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';

/** How far the index of a collection is. */
export interface IndexProgress {
  readonly state: 'building' | 'ready';
  /** 0 to 1. */
  readonly progress: number;
}

export interface EnsureIndexOptions {
  readonly onProgress?: ((progress: IndexProgress) => Promise<void>) | undefined;
  /** Ends the waiting; the engine goes on building. */
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/** Creates the index of a collection where it is missing, and resolves when it holds all documents. */
export async function ensureIndex(
  connection: RedisConnection,
  keys: Keys,
  collection: AnyCollection,
  options: EnsureIndexOptions = {},
): Promise<void> {
  await createIndex(connection, keys, collection);
  await waitUntilBuilt(connection, indexNameOf(keys, collection), options);
  await pointAlias(connection, keys, collection);
}

/**
 * Resolves when an index has gone through all documents: before, it answers searches with a part of them.
 * @throws INDEX_NOT_FOUND when there is none, or it is dropped meanwhile
 */
export async function waitUntilBuilt(
  connection: RedisConnection,
  index: string,
  { onProgress, signal }: EnsureIndexOptions = {},
): Promise<void> {
  if (!connection.capabilities.searchable) return;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const info = await readIndexInfo(connection, index);
    if (info === null) throw new IndexNotFoundError(`The index "${index}" was dropped while it was built.`);
    await onProgress?.({ state: info.isBuilding ? 'building' : 'ready', progress: info.progress });
    if (!info.isBuilding) return;
    await delay(pause);
  }
}
