import { entryOf, freshMsOf, lifeMsOf, noteOutage } from './cache-context.js';
import type { CacheContext } from './cache-context.js';
import type { CacheSlot } from './cache-store.js';
import { CacheUnavailableError } from './cache-unavailable-error.js';
import type { VersionKey } from './cache-versions.js';

/** One write of a value elsewhere and here. */
export interface CacheWrite<T> {
  readonly slot: CacheSlot;
  readonly versions: readonly VersionKey[];
  /** Stores it elsewhere; what it gives back is kept, else `value`. */
  readonly store: () => Promise<T> | Promise<void>;
  readonly value: T;
}

/** A write that other writes of the same key can see; null while the engine fails. */
type Beginning = { readonly flight: string; readonly signature: string } | null;

/**
 * Stores elsewhere first, then here. The entry is removed before, so that a process that dies between the two leaves none
 * that is old; of writes at the same time none is kept. What cannot be removed now is removed once the engine is there again.
 */
export async function writeThrough<T>(context: CacheContext<T>, write: CacheWrite<T>): Promise<T> {
  const { codec, ttlMs, negativeTtlMs } = context.options;
  codec.encode(write.value);
  const longestMs = lifeMsOf(context, Math.max(ttlMs, negativeTtlMs));
  const beginning = await begin(context, write, longestMs);
  const value = await storeFirst(context, write, beginning, longestMs);
  await orRepair(context, write.slot, longestMs, () => finish(context, write, beginning, value));
  return value;
}

async function begin<T>(
  context: CacheContext<T>,
  { slot, versions }: CacheWrite<T>,
  lifeMs: number,
): Promise<Beginning> {
  const { store } = context.parts;
  try {
    const flight = await store.beginWrite(slot, context.options.flightMs);
    return { flight, signature: await store.sign(versions, lifeMs) };
  } catch (error) {
    noteOutage(context, error);
    return null;
  }
}

async function storeFirst<T>(
  context: CacheContext<T>,
  { slot, store, value }: CacheWrite<T>,
  beginning: Beginning,
  lifeMs: number,
): Promise<T> {
  const { flights } = context.parts;
  const work = async () => (await store()) ?? value;
  try {
    if (beginning === null) return await work();
    return await flights.keepAlive(slot, beginning.flight, context.options.flightMs, work);
  } catch (error) {
    // It may have been stored all the same, so nothing older may stay.
    await orRepair(context, slot, lifeMs, () => context.parts.store.drop(slot));
    throw error;
  }
}

async function finish<T>(
  context: CacheContext<T>,
  { slot }: CacheWrite<T>,
  beginning: Beginning,
  value: T,
): Promise<void> {
  const { store } = context.parts;
  const freshMs = freshMsOf(context, value);
  if (beginning === null || freshMs === 0) {
    await store.drop(slot);
    return;
  }
  const entry = entryOf(context, context.options.codec.encode(value), beginning.signature, freshMs);
  await store.endWrite(slot, beginning.flight, entry, lifeMsOf(context, freshMs));
}

async function orRepair<T>(
  context: CacheContext<T>,
  slot: CacheSlot,
  lifeMs: number,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.parts.repairs.add(slot, lifeMs);
    if (error instanceof CacheUnavailableError) noteOutage(context, error);
    else context.parts.onFailure(error, context.options.prefix);
  }
}
