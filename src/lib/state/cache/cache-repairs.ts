import { setTimeout as delay } from 'node:timers/promises';
import { backOffMs } from '../back-off.js';
import { CacheUnavailableError } from './cache-unavailable-error.js';
import type { CacheSlot, CacheStore } from './cache-store.js';

/** Entries that must go but could not be removed: tried again until they are gone, or have expired by themselves. */
export class CacheRepairs {
  readonly #store: CacheStore;
  readonly #open = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(store: CacheStore) {
    this.#store = store;
  }

  /** How many entries are still to be removed. */
  get pending(): number {
    return this.#open.size;
  }

  add(slot: CacheSlot, lifeMs: number): void {
    if (this.#open.has(slot.entry) || this.#closing.signal.aborted) return;
    const repair = this.#repair(slot, performance.now() + lifeMs).finally(() => this.#open.delete(slot.entry));
    this.#open.set(slot.entry, repair);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#open.values());
  }

  async #repair(slot: CacheSlot, expiresAt: number): Promise<void> {
    const { signal } = this.#closing;
    for (let attempt = 0; performance.now() < expiresAt && !signal.aborted; attempt++) {
      try {
        await this.#store.drop(slot);
        return;
      } catch (error) {
        if (!(error instanceof CacheUnavailableError)) throw error;
        await delay(backOffMs(attempt), undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }
}
