import type { DocumentClass } from '../collections/collection.js';
import { AisleError } from '../errors/aisle-error.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { ActiveDefinitions, DefinitionHandle } from './active-definitions.js';

/** What reads and writes of a collection's documents work with. */
export interface DocumentAccess {
  readonly definitions: DefinitionHandle;
  readonly connection: RedisConnection;
  readonly keys: Keys;
  /** Checks documents with its decorators; null leaves the check to the one that the definition carries. */
  readonly documentClass: DocumentClass<object> | null;
}

/** Stands for an attempt that found other definitions in force. */
export const STALE = Symbol('stale');

const MOST_ATTEMPTS = 10;
const PAUSE_MS = 5;

/**
 * Runs a write under the definitions in force, again under newer ones as long as it finds its own to be stale.
 * @throws COLLECTION_NOT_FOUND, and WRITE_CONTENDED when the definitions do not come to rest
 */
export async function withDefinitions<T>(
  { definitions }: Pick<DocumentAccess, 'definitions'>,
  attempt: (active: ActiveDefinitions) => Promise<T | typeof STALE>,
): Promise<T> {
  let active = await definitions.current();
  for (let tries = 1; tries <= MOST_ATTEMPTS; tries++) {
    const result = await attempt(active);
    if (result !== STALE) return result;
    const reloaded = await definitions.reload();
    if (reloaded.epoch === active.epoch) await pause(tries * PAUSE_MS);
    active = reloaded;
  }
  throw new AisleError(
    'WRITE_CONTENDED',
    `The definition of the collection "${definitions.name}" changes too often for a write to get through. Try again in a second.`,
    { retryAfter: 1 },
  );
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
