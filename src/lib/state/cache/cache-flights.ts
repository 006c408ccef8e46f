import { backOffMs, pause } from '../back-off.js';
import type { CacheSlot, CacheStore } from './cache-store.js';

/** The loads that this process has under way, and those of others that it waits for. */
export class CacheFlights {
  readonly #store: CacheStore;
  readonly #own = new Map<string, Promise<string>>();
  readonly #asked = new Map<string, Promise<boolean>>();

  constructor(store: CacheStore) {
    this.#store = store;
  }

  /** What a flight of this process will bring. */
  own(flight: string): Promise<string> | undefined {
    return this.#own.get(flight);
  }

  /** Runs `work` as a flight that lives as long as it takes, and that others may join meanwhile. */
  async fly(slot: CacheSlot, flight: string, flightMs: number, work: () => Promise<string>): Promise<string> {
    const landing = this.keepAlive(slot, flight, flightMs, work);
    this.#own.set(flight, landing);
    try {
      return await landing;
    } finally {
      this.#own.delete(flight);
    }
  }

  /** Keeps a flight from expiring while `work` runs. Where the engine fails it ends, and what it brings is not stored. */
  async keepAlive<T>(slot: CacheSlot, flight: string, flightMs: number, work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      this.#store.extend(slot, flight, flightMs).then(
        (isOurs) => {
          if (!isOurs) clearInterval(timer);
        },
        () => undefined,
      );
    }, flightMs / 3);
    timer.unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /**
   * Waits until another process has ended its flight, or until `deadline` on the clock of `performance.now()`.
   * @throws CacheUnavailableError
   */
  async settled(slot: CacheSlot, flight: string, deadline: number): Promise<void> {
    for (let attempt = 0; performance.now() < deadline; attempt++) {
      await pause(Math.min(backOffMs(attempt), Math.max(deadline - performance.now(), 1)), undefined);
      if (!(await this.#isHeld(slot, flight))) return;
    }
  }

  /** Those who wait for the same flight share their questions. */
  #isHeld(slot: CacheSlot, flight: string): Promise<boolean> {
    const asked = this.#asked.get(flight);
    if (asked !== undefined) return asked;
    const asking = this.#store.isHeld(slot, flight).finally(() => this.#asked.delete(flight));
    this.#asked.set(flight, asking);
    return asking;
  }
}
