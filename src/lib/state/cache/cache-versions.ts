import type { Keys } from '../../redis/keys.js';
import { assertTag } from './cache-options.js';
import { STAMP_LENGTH } from './cache-entry.js';
import { ShortHash } from './short-hash.js';

/** A key whose value an entry depends on: once it changes, the entry is invalid. */
export interface VersionKey {
  readonly key: string;
  /** Whether the cache makes it where it is missing; a missing one of somebody else counts as blank. */
  readonly isOwn: boolean;
}

/** What an entry depends on beside its own key. */
export interface CacheDependencies {
  /** Names under which {@link Cache.invalidateTags} makes entries invalid, of whatever prefix. */
  readonly tags?: readonly string[] | undefined;
  /**
   * Keys of numbers that grow with each change of what the value is made of, such as a collection's sequence. They are read
   * with the entry, so a value never outlives a change that was answered before the call.
   */
  readonly epochs?: readonly string[] | undefined;
}

/** The key that all entries of a prefix depend on. */
export const generationKey = (keys: Keys, prefix: string): string => keys.state('cache', prefix, 'generation');

/** @throws INVALID_VALUE */
export function tagKey(keys: Keys, tag: string): string {
  assertTag(tag);
  return keys.state('cache-tag', tag);
}

const HASH = new ShortHash(STAMP_LENGTH);

/** Of what depends on its own key alone. */
export const NO_DEPENDENCIES: CacheDependencies = Object.freeze({});

/** All that an entry depends on, always in the same order. @throws INVALID_VALUE for a tag that cannot be one */
export function versionKeys(keys: Keys, prefix: string, { tags = [], epochs = [] }: CacheDependencies): VersionKey[] {
  const generation = generationKey(keys, prefix);
  if (tags.length === 0 && epochs.length === 0) return [{ key: generation, isOwn: true }];
  const own = [generation, ...[...new Set(tags)].sort().map((tag) => tagKey(keys, tag))];
  const others = [...new Set(epochs)].sort();
  return [...own.map((key) => ({ key, isOwn: true })), ...others.map((key) => ({ key, isOwn: false }))];
}

/** The state of versions; null while one of the cache's own is missing, which no entry can have seen. */
export function signatureOf(versions: readonly VersionKey[], values: readonly unknown[]): string | null {
  const first = values[0];
  // A version alone is random and as long as a signature: it says as much as a hash of it.
  if (versions.length === 1 && typeof first === 'string' && first.length === STAMP_LENGTH) return first;
  let state = '';
  for (const [index, { key, isOwn }] of versions.entries()) {
    const value = values[index];
    const text = typeof value === 'string' ? value : null;
    if (isOwn && text === null) return null;
    state += `${key}\n${text ?? ''}\n`;
  }
  return HASH.of(state);
}
