import { randomBytes } from 'node:crypto';
import { CollectionNotFoundError } from '../../lib/index.js';
import type { Store } from '../store/open-store.js';

/**
 * Makes a collection under a name that nothing else has, does some work on it, and removes it, however the work ended.
 * @throws INVALID_DEFINITION, errors of the engine, and those of the work
 */
export async function withThrowAwayCollection<T>(
  { manager }: Store,
  definition: unknown,
  work: (name: string) => Promise<T>,
): Promise<T> {
  const name = `relevance-${randomBytes(6).toString('hex')}`;
  try {
    await manager.put(name, definition);
    return await work(name);
  } finally {
    await manager.remove(name).catch((error: unknown) => {
      // It was never made: what prevented that is told.
      if (!(error instanceof CollectionNotFoundError)) throw error;
    });
  }
}
