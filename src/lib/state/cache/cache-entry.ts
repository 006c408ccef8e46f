import { randomBytes } from 'node:crypto';

/** A value as it is stored. */
export interface CacheEntry {
  /** Random; tells this entry from all others under its key. */
  readonly stamp: string;
  /** The state of the versions that it depends on, when its load began. */
  readonly signature: string;
  /** Milliseconds that it is fresh. */
  readonly freshMs: number;
  /** Milliseconds that the engine keeps it. */
  readonly lifeMs: number;
  readonly payload: string;
}

/** Bytes of a stamp, and of a signature; the scripts rely on it. */
export const STAMP_LENGTH = 12;

/** A random text of {@link STAMP_LENGTH} bytes. */
export const newStamp = (): string => randomBytes(9).toString('base64url');

/** Stamp, signature, times, then the payload after a line break. */
export function encodeEntry({ stamp, signature, freshMs, lifeMs, payload }: CacheEntry): string {
  return `${stamp}${signature}${freshMs},${lifeMs}\n${payload}`;
}

/** Null for a text that is no entry. */
export function decodeEntry(text: string): CacheEntry | null {
  const end = text.indexOf('\n');
  const comma = text.indexOf(',', 2 * STAMP_LENGTH);
  if (comma < 0 || comma > end) return null;
  const freshMs = Number(text.slice(2 * STAMP_LENGTH, comma));
  const lifeMs = Number(text.slice(comma + 1, end));
  if (!(freshMs > 0 && lifeMs > 0)) return null;
  return {
    stamp: text.slice(0, STAMP_LENGTH),
    signature: text.slice(STAMP_LENGTH, 2 * STAMP_LENGTH),
    freshMs,
    lifeMs,
    payload: text.slice(end + 1),
  };
}
