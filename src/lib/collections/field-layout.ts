import type { Collection } from './collection.js';
import type { Field } from './field-kinds.js';
import { membersOf } from './members.js';
import type { Members } from './members.js';
import { parsePath } from './path.js';
import type { Path } from './path.js';

/** A field with all that follows from its definition. */
export interface FieldLayout {
  readonly path: string;
  readonly steps: Path;
  readonly field: Field;
  readonly members: Members;
}

/** The fields of a collection by path. */
export type Layout = ReadonlyMap<string, FieldLayout>;

const layouts = new WeakMap<object, Layout>();

/** The layout of a collection, computed once for each value. */
export function layoutOf(collection: Pick<Collection, 'fields'>): Layout {
  const known = layouts.get(collection.fields);
  if (known !== undefined) return known;
  const layout = new Map(
    Object.entries(collection.fields).map(([path, field]) => [
      path,
      Object.freeze({ path, steps: parsePath(path), field, members: membersOf(path, field) }),
    ]),
  );
  layouts.set(collection.fields, layout);
  return layout;
}
