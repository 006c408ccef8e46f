import { entryOf, freshMsOf, isWithin, lifeMsOf, noteOutage } from './cache-context.js';
import type { CacheContext, CacheRead } from './cache-context.js';
import type { CacheEvent } from './cache-statistics.js';
import type { CacheSight, CacheSlot } from './cache-store.js';
import { CacheUnavailableError } from './cache-unavailable-error.js';
import type { VersionKey } from './cache-versions.js';

/** One call of a cache. */
export interface CacheCall<T> {
  readonly slot: CacheSlot;
  readonly versions: readonly VersionKey[];
  readonly load: () => Promise<T>;
  /** Whether the age of what is found matters. */
  readonly asksAge: boolean;
}

/** A load that this process leads. */
interface Lead<T> extends CacheCall<T> {
  readonly flight: string;
  readonly signature: string;
}

/**
 * Reads through: gives what is stored, or lets one caller of all processes load it. A call never gets what was made invalid
 * before it began: it looks at the engine first, and joins only loads that the engine still allows to be stored.
 */
export class CacheReader<T> {
  readonly #context: CacheContext<T>;

  constructor(context: CacheContext<T>) {
    this.#context = context;
  }

  /** @throws what `load` throws; CacheUnavailableError */
  async read(call: CacheCall<T>): Promise<CacheRead<T>> {
    const { options, parts } = this.#context;
    let deadline: number | undefined;
    for (;;) {
      const sight = await parts.store.look(call.slot, call.versions, call.asksAge);
      const found = this.#usable(sight, options.staleMs);
      if (found !== null) {
        if (found.source === 'stale') parts.inBackground(this.#renew(call, sight));
        this.#count(found.source === 'stale' ? 'stale' : deadline === undefined ? 'hits' : 'misses');
        return found;
      }
      deadline ??= performance.now() + options.waitMs;
      const lead = await this.#claim(call, sight);
      if (typeof lead === 'object') return this.#orStale(sight, this.#fly(lead));
      const joined = parts.flights.own(lead);
      if (joined !== undefined) return this.#orStale(sight, joined);
      if (lead !== '') await parts.flights.settled(call.slot, lead, deadline);
      if (performance.now() >= deadline) return this.#alone(call);
    }
  }

  /** The load to lead, the flight of somebody else, or blank when there is another entry meanwhile. */
  async #claim(call: CacheCall<T>, sight: CacheSight): Promise<Lead<T> | string> {
    const { options, parts } = this.#context;
    const longest = lifeMsOf(this.#context, Math.max(options.ttlMs, options.negativeTtlMs));
    const signature = sight.signature ?? (await parts.store.sign(call.versions, longest));
    const claim = await parts.store.claim(call.slot, sight.stamp, signature, options.flightMs);
    if (claim.kind === 'changed') return '';
    return claim.kind === 'led' ? { ...call, flight: claim.flight, signature } : claim.flight;
  }

  async #fly(lead: Lead<T>): Promise<string> {
    const { parts } = this.#context;
    try {
      return await this.#loadAndLand(lead);
    } catch (error) {
      await parts.store.leave(lead.slot, lead.flight).catch((failure: unknown) => {
        noteOutage(this.#context, failure);
      });
      throw error;
    }
  }

  #loadAndLand({ slot, flight, signature, versions, load }: Lead<T>): Promise<string> {
    const { options, parts } = this.#context;
    this.#count('loads');
    return parts.flights.fly(slot, flight, options.flightMs, async () => {
      const value = await load();
      const payload = options.codec.encode(value);
      const freshMs = freshMsOf(this.#context, value);
      const lifeMs = lifeMsOf(this.#context, freshMs);
      try {
        await parts.store.land(slot, flight, entryOf(this.#context, payload, signature, freshMs), lifeMs, versions);
      } catch (error) {
        noteOutage(this.#context, error);
      }
      return payload;
    });
  }

  /** A load that fails keeps its flight until that expires, so that it is not tried again by every call. */
  async #renew(call: CacheCall<T>, sight: CacheSight): Promise<void> {
    const { options, parts } = this.#context;
    try {
      const lead = await this.#claim(call, sight);
      if (typeof lead === 'object') await this.#loadAndLand(lead);
    } catch (error) {
      if (error instanceof CacheUnavailableError) noteOutage(this.#context, error);
      else parts.onFailure(error, options.prefix);
    }
  }

  async #orStale(sight: CacheSight, loading: Promise<string>): Promise<CacheRead<T>> {
    const { options } = this.#context;
    let payload: string;
    try {
      payload = await loading;
    } catch (error) {
      const found = this.#usable(sight, options.staleIfErrorMs);
      this.#count(found === null ? 'misses' : 'stale');
      if (found === null) throw error;
      return { ...found, error };
    }
    this.#count('misses');
    return { value: options.codec.decode(payload), source: 'load', ageMs: 0 };
  }

  async #alone({ load }: CacheCall<T>): Promise<CacheRead<T>> {
    this.#count('misses');
    this.#count('loads');
    return { value: await load(), source: 'load', ageMs: 0 };
  }

  /** What was stored, if it is valid and can be read: another version of the program may have written it. */
  #usable(sight: CacheSight, windowMs: number): CacheRead<T> | null {
    const { entry, ageMs } = sight;
    if (entry === null || !isWithin(sight, windowMs)) return null;
    try {
      const value = this.#context.options.codec.decode(entry.payload);
      return { value, source: ageMs < entry.freshMs ? 'cache' : 'stale', ageMs };
    } catch (error) {
      this.#context.parts.onFailure(error, this.#context.options.prefix);
      return null;
    }
  }

  #count(event: CacheEvent): void {
    const { options, parts } = this.#context;
    parts.count(options.prefix, event);
  }
}
