import type { Language } from '../analysis/languages.js';
import type { Collection } from './collection.js';
import { languageOf } from './field-kinds.js';
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
  /** Whose forms of its words are found; null: words as they are. */
  readonly language: Language | null;
}

/** The fields of a collection by path. */
export type Layout = ReadonlyMap<string, FieldLayout>;

type Described = Pick<Collection, 'fields' | 'language'>;

const layouts = new WeakMap<object, Map<Language | null, Layout>>();

/** The layout of a collection, computed once for each value. */
export function layoutOf({ fields, language }: Described): Layout {
  const known = layouts.get(fields) ?? new Map<Language | null, Layout>();
  layouts.set(fields, known);
  const layout = known.get(language) ?? createLayout({ fields, language });
  known.set(language, layout);
  return layout;
}

function createLayout({ fields, language }: Described): Layout {
  return new Map(
    Object.entries(fields).map(([path, field]) => {
      const own = languageOf(field, language);
      const members = membersOf(path, field, own);
      return [path, Object.freeze({ path, steps: parsePath(path), field, members, language: own })];
    }),
  );
}
