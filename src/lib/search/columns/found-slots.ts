import type { Search } from '../../query/search.js';
import type { Target } from '../../query/step.js';
import type { ColumnTable } from './column-table.js';
import type { FoldContext } from './fold-context.js';
import { matchPlan } from './match-plan.js';
import { selectSlots } from './select-slots.js';
import type { SlotSet } from './slot-set.js';

/** The documents that a search finds. */
export interface FoundSlots {
  readonly all: SlotSet;
  /** Those that it finds without the selection of one field. */
  readonly without: (path: string) => SlotSet;
}

/** Finds the documents of a search; null when columns cannot tell. */
export function findSlots(target: Target, table: ColumnTable, search: Search): FoundSlots | null {
  const worded = search.plan === null ? table.all() : matchPlan(table.postings, search.plan, table.size);
  const base = worded && selectSlots(target, table, search.filter, worded.intersect(table.all()));
  if (base === null) return null;
  const selected = new Map<string, SlotSet>();
  for (const [path, selection] of search.selections) {
    const slots = selectSlots(target, table, selection, base);
    if (slots === null) return null;
    selected.set(path, slots);
  }
  const meet = (sets: readonly SlotSet[]) => sets.reduce((found, set) => found.intersect(set), base.copy());
  const all = meet([...selected.values()]);
  const others = (path: string) => [...selected].filter(([other]) => other !== path).map(([, slots]) => slots);
  return { all, without: (path) => (selected.has(path) ? meet(others(path)) : all) };
}

/** Finds the documents of a search when they are first asked for. */
export type FindSlots = () => FoundSlots | null;

export function findOnce({ target, table, search }: FoldContext): FindSlots {
  let found: FoundSlots | null | undefined;
  return () => (found === undefined ? (found = findSlots(target, table, search)) : found);
}
