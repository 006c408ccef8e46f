import { compareUtf8 } from '../../analysis/sort-key.js';
import type { SortKey } from '../../collections/parse-sort.js';
import type { Position } from '../../query/search.js';
import type { ColumnTable } from './column-table.js';

/** An order of documents; below zero where the first comes before the second. */
export interface SlotOrder {
  /** What is compared first, ascending: where it differs it decides. */
  readonly rank: (slot: number) => number;
  readonly compare: (a: number, b: number) => number;
}

/** An order that can be gone on with behind a document. */
export interface CursorOrder extends SlotOrder {
  /** Above zero where a document comes behind a position. */
  readonly compareTo: (slot: number, position: Position) => number;
  readonly positionOf: (slot: number) => Position;
}

/** What is compared, ascending; null stands for the id. Infinity for a value that is missing: it comes last. */
export type Rank = ((slot: number) => number) | null;

interface Key {
  readonly rank: Rank;
  readonly value: (slot: number) => number | null;
  readonly sign: 1 | -1;
}

/** The order by numbers, dates and ids; null when columns lack a key. */
export function slotOrder(table: ColumnTable, order: readonly SortKey[]): CursorOrder | null {
  const keys: Key[] = [];
  for (const sort of order) {
    const key = sortKey(table, sort);
    if (key === null) return null;
    keys.push(key);
    if (key.rank === null) break;
  }
  return {
    ...orderBy(table, keys),
    compareTo: (slot, { values, id }) => {
      for (const [at, { rank, sign }] of keys.entries()) {
        const value = values[at];
        const other = typeof value === 'number' ? toRank(value, sign) : Number.POSITIVE_INFINITY;
        const difference = rank === null ? sign * compareUtf8(table.idAt(slot), id) : compareNumbers(rank(slot), other);
        if (difference !== 0) return difference;
      }
      return 0;
    },
    positionOf: (slot) => ({
      id: table.idAt(slot),
      values: keys.flatMap(({ rank, value }) => (rank === null ? [] : [value(slot)])),
    }),
  };
}

/** How documents are compared by a sort; null when columns lack it. */
export function sortKey(table: ColumnTable, { path, direction }: SortKey): Key | null {
  const sign = direction === 'asc' ? 1 : -1;
  if (path === 'id') return { rank: null, value: () => null, sign };
  const numbers = table.numbers(path);
  if (numbers === undefined) return null;
  const read = (slot: number) => (sign === 1 ? numbers.least(slot) : numbers.greatest(slot));
  return { rank: (slot) => toRank(read(slot), sign), value: (slot) => toValue(read(slot)), sign };
}

/** The order by some keys, the first first. @param sign turns the order by ids about */
export function orderBy(
  table: ColumnTable,
  keys: readonly { readonly rank: Rank; readonly sign: 1 | -1 }[],
): SlotOrder {
  return {
    rank: keys[0]?.rank ?? (() => 0),
    compare: (a, b) => {
      for (const { rank, sign } of keys) {
        const difference =
          rank === null ? sign * compareUtf8(table.idAt(a), table.idAt(b)) : compareNumbers(rank(a), rank(b));
        if (difference !== 0) return difference;
      }
      return 0;
    },
  };
}

const toRank = (value: number, sign: 1 | -1) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value);

const toValue = (value: number) => (Number.isNaN(value) ? null : value);

const compareNumbers = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

/** The first of some slots in an order, by a heap with the last of them on top. */
export function firstSlots(slots: Uint32Array, { rank, compare }: SlotOrder, most: number): readonly number[] {
  const heap: number[] = [];
  for (const slot of slots.subarray(0, most)) rise(heap, slot, compare);
  if (heap.length === 0) return heap;
  let last = rank(heap[0] ?? 0);
  for (let i = most; i < slots.length; i++) {
    const slot = slots[i] ?? 0;
    if (rank(slot) > last || compare(slot, heap[0] ?? 0) >= 0) continue;
    sink(heap, slot, compare);
    last = rank(heap[0] ?? 0);
  }
  return heap.sort(compare);
}

/** Adds a slot, from the end upwards. */
function rise(heap: number[], slot: number, compare: SlotOrder['compare']): void {
  let at = heap.length;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (compare(slot, above) <= 0) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = slot;
}

/** Puts a slot in the place of the top, from there downwards. */
function sink(heap: number[], slot: number, compare: SlotOrder['compare']): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1] ?? 0, heap[child] ?? 0) > 0) child++;
    const below = heap[child] ?? 0;
    if (compare(below, slot) <= 0) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = slot;
}
