import type { Keys } from '../../redis/keys.js';
import { encodeEntry, newStamp } from './cache-entry.js';
import type { CacheFlights } from './cache-flights.js';
import type { CacheAreaRuntimeOptions } from './cache-options.js';
import type { CacheRepairs } from './cache-repairs.js';
import type { CacheEvent } from './cache-statistics.js';
import type { CacheSight, CacheStore } from './cache-store.js';
import { CacheUnavailableError } from './cache-unavailable-error.js';

/** What all areas of a cache share. */
export interface CacheParts {
  readonly store: CacheStore;
  readonly flights: CacheFlights;
  readonly repairs: CacheRepairs;
  readonly keys: Keys;
  readonly count: (prefix: string, event: CacheEvent) => void;
  /** Told what failed where no caller waits for it. */
  readonly onFailure: (error: unknown, prefix: string) => void;
  /** Keeps work in the background until the cache is closed. */
  readonly inBackground: (work: Promise<void>) => void;
}

/** What the parts of one area share. */
export interface CacheContext<T> {
  readonly options: CacheAreaRuntimeOptions<T>;
  readonly parts: CacheParts;
}

/** A value and where it came from. */
export interface CacheRead<T> {
  readonly value: T;
  /** `stale`: past its time, while a newer one is loaded, or because its load failed. */
  readonly source: 'cache' | 'stale' | 'load';
  /** Milliseconds since it was stored; 0 for a value that was just loaded. */
  readonly ageMs: number;
  /** Why no newer one could be loaded. */
  readonly error?: unknown;
}

/** Milliseconds that a value is to be fresh: at most what is set, less a random part. 0: it is not to be kept. */
export function freshMsOf<T>({ options }: CacheContext<T>, value: T, ttlMs: number = options.ttlMs): number {
  if (!options.accept(value)) return 0;
  const longest = value === null || value === undefined ? options.negativeTtlMs : ttlMs;
  return Math.ceil(longest * (1 - options.jitter * Math.random()));
}

/** Milliseconds that the engine keeps a value, also to give it out stale. */
export function lifeMsOf<T>({ options }: CacheContext<T>, freshMs: number): number {
  return freshMs === 0 ? 0 : freshMs + Math.max(options.staleMs, options.staleIfErrorMs);
}

/** The text to store. */
export function entryOf<T>(context: CacheContext<T>, payload: string, signature: string, freshMs: number): string {
  return encodeEntry({ stamp: newStamp(), signature, freshMs, lifeMs: lifeMsOf(context, freshMs), payload });
}

/** Whether an entry is valid, and past its time by less than a window. */
export function isWithin({ entry, signature, ageMs }: CacheSight, windowMs: number): boolean {
  return entry !== null && entry.signature === signature && ageMs < entry.freshMs + windowMs;
}

/** Counts and tells a failure of the engine; others pass on. */
export function noteOutage<T>({ options: { prefix }, parts }: CacheContext<T>, error: unknown): void {
  if (!(error instanceof CacheUnavailableError)) throw error;
  parts.count(prefix, 'failures');
  parts.onFailure(error.cause ?? error, prefix);
}
