import { assertWithin } from '../../errors/option-range.js';

/** How replies of the engine are kept for searches that come again, in one process. */
export interface SearchCacheOptions {
  /** Memory for them, in bytes, 0 to 16 GiB; 0 keeps none, and shares none that are under way. @default 67108864 */
  readonly bytes?: number;
  /**
   * Milliseconds that a reply is used at most, 0 to 600,000. What is written through Aisle is seen at once whatever this
   * says; what other programs write to the documents, after this time.
   * @default 10000
   */
  readonly maxAgeMs?: number;
}

export type SearchCacheRuntimeOptions = Readonly<Required<SearchCacheOptions>>;

const BYTES = { min: 0, max: 17_179_869_184 };
const AGE = { min: 0, max: 600_000 };

/** @throws INVALID_VALUE that names the option and its range */
export function resolveSearchCache({
  bytes = 67_108_864,
  maxAgeMs = 10_000,
}: SearchCacheOptions): SearchCacheRuntimeOptions {
  assertWithin('search cache option "bytes"', bytes, BYTES);
  assertWithin('search cache option "maxAgeMs"', maxAgeMs, AGE);
  return Object.freeze({ bytes, maxAgeMs });
}
