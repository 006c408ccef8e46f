import { foldTag } from '../../analysis/fold.js';
import { foldHierarchy } from '../../collections/hierarchy-levels.js';
import { fieldAt } from '../../query/compile-filter.js';
import type { Filter } from '../../query/filter.js';
import type { Target } from '../../query/step.js';
import type { ColumnTable } from './column-table.js';
import { SlotSet } from './slot-set.js';

/**
 * The documents of some that meet a condition; null when columns cannot tell: codes and places are left to the engine.
 * @throws UNKNOWN_FIELD when the definition that serves has no such field (any more)
 */
export function selectSlots(target: Target, table: ColumnTable, filter: Filter, from: SlotSet): SlotSet | null {
  switch (filter.kind) {
    case 'all':
      return from;
    case 'ids':
      return selectIds(table, filter.ids, from);
    case 'values':
      return selectValues(target, table, filter, from);
    case 'range':
      return table.numbers(fieldAt(target.layout, filter.path).path)?.select(from, filter) ?? null;
    case 'exists':
      return table.has.select(from, [fieldAt(target.layout, filter.path).members.filter]);
    case 'near':
      return null;
    case 'and':
      return filter.items.reduce<SlotSet | null>(
        (found, item) => found && selectSlots(target, table, item, found),
        from,
      );
    case 'or':
      return selectAny(target, table, filter.items, from);
    case 'not': {
      const found = selectSlots(target, table, filter.item, from);
      return found && from.copy().subtract(found);
    }
  }
}

function selectAny(target: Target, table: ColumnTable, items: readonly Filter[], from: SlotSet): SlotSet | null {
  const union = new SlotSet(from.size);
  for (const item of items) {
    const found = selectSlots(target, table, item, from);
    if (found === null) return null;
    union.unite(found);
  }
  return union;
}

function selectIds(table: ColumnTable, ids: readonly string[], from: SlotSet): SlotSet {
  const slots = ids.map((id) => table.slotOf(id)).filter((slot) => slot !== undefined);
  return SlotSet.of(
    from.size,
    slots.filter((slot) => from.has(slot)),
  );
}

function selectValues(
  { layout }: Target,
  table: ColumnTable,
  { path, values }: Extract<Filter, { kind: 'values' }>,
  from: SlotSet,
): SlotSet | null {
  const { field } = fieldAt(layout, path);
  switch (field.kind) {
    case 'numeric':
      return table.numbers(path)?.selectAny(from, values.map(Number)) ?? null;
    case 'hierarchy': {
      const folded = values.map((value) => foldHierarchy(String(value), field.separator));
      return table.values(path)?.select(from, folded) ?? null;
    }
    case 'tag':
    case 'boolean': {
      const folded = values.map((value) => foldTag(String(value)));
      return table.values(path)?.select(from, folded) ?? null;
    }
    default:
      return null;
  }
}
