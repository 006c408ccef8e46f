import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';

export interface FeedOptions {
  /** Entries that are kept of each owner, exactly, 1 to 100,000. @default 100 */
  readonly maxLength?: number;
  /** Milliseconds that a feed lives after its last entry, 1,000 to ten years. @default 7776000000, 90 days */
  readonly ttlMs?: number;
}

/** Feeds of one kind, whose entries are `Entry`. */
export interface FeedDefinition<Entry> {
  readonly name: string;
  readonly maxLength: number;
  readonly ttlMs: number;
  /** Carries the type alone and is never there. */
  readonly entry?: Entry;
}

const DAY_MS = 86_400_000;

/**
 * Declares feeds: the last entries of each owner, newest first.
 *
 * @example
 * const visits = defineFeed<{ readonly product: string }>('visits', { maxLength: 50 });
 * @throws INVALID_VALUE
 */
export function defineFeed<Entry>(name: string, options: FeedOptions = {}): FeedDefinition<Entry> {
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(name)) {
    throw new AisleError('INVALID_VALUE', `"${name}" cannot name a feed. Use a–z, 0–9, _ and -, a letter first.`);
  }
  const { maxLength = 100, ttlMs = 90 * DAY_MS } = options;
  assertWithin('feed option "maxLength"', maxLength, { min: 1, max: 100_000 });
  assertWithin('feed option "ttlMs"', ttlMs, { min: 1_000, max: 3_660 * DAY_MS });
  return Object.freeze({ name, maxLength, ttlMs });
}
