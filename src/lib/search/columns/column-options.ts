import { assertWithin } from '../../errors/option-range.js';

/** How words, facets and orders of a collection are kept in memory, by each process that searches. */
export interface SearchColumnOptions {
  /**
   * Memory for each collection, in bytes, 0 to 64 GiB: a product takes some 1,100. A collection that needs more is left to
   * the engine, as is every one at 0.
   * @default 268435456
   */
  readonly bytes?: number;
}

export type SearchColumnRuntimeOptions = Readonly<Required<SearchColumnOptions>>;

const BYTES = { min: 0, max: 68_719_476_736 };

/** @throws INVALID_VALUE that names the option and its range */
export function resolveSearchColumns({ bytes = 268_435_456 }: SearchColumnOptions): SearchColumnRuntimeOptions {
  assertWithin('search columns option "bytes"', bytes, BYTES);
  return Object.freeze({ bytes });
}
