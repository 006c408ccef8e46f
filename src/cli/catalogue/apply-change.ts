import { setTimeout as delay } from 'node:timers/promises';
import { AisleError } from '../../lib/index.js';
import type { Store } from '../store/open-store.js';
import type { WantedDefinition } from './wanted-definition.js';

export interface ApplyOptions {
  readonly signal: AbortSignal;
  /** Is told how much is done, 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

const ASK_EVERY_MS = 200;

/**
 * Puts a definition in force, and waits until its index holds all documents.
 * @throws DOCUMENTS_DO_NOT_FIT, MIGRATION_RUNNING, INVALID_DEFINITION, errors of the engine
 */
export async function applyChange(
  store: Store,
  { collection, json }: WantedDefinition,
  { signal, onProgress }: ApplyOptions,
): Promise<void> {
  if (json === null) {
    const tell = ({ progress }: { readonly progress: number }) => {
      onProgress(progress);
    };
    await store.manager.declare(collection, { migrations: 'auto', signal, onProgress: tell });
    return;
  }
  await store.manager.put(collection.name, json);
  await settle(store, collection.name, { signal, onProgress });
}

/** A change of a run-time collection goes on in the background, of this process or of another one. */
async function settle({ manager }: Store, name: string, { signal, onProgress }: ApplyOptions): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { index } = await manager.describe(name);
    if (index.error !== undefined) throw new AisleError(index.error.code, index.error.message);
    if (index.state === 'ready') return;
    onProgress(index.progress);
    await delay(ASK_EVERY_MS);
  }
}
