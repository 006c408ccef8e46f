import type { Language } from '../../analysis/languages.js';
import { hasWords } from '../../collections/field-kinds.js';
import type { Field } from '../../collections/field-kinds.js';
import type { FieldLayout } from '../../collections/field-layout.js';
import { layoutOf } from '../../collections/field-layout.js';
import { isSorted } from '../../collections/index-schema.js';
import type { Members } from '../../collections/members.js';
import type { Path } from '../../collections/path.js';
import type { ActiveDefinitions } from '../active-definitions.js';

/** The definitions that documents are derived for. */
export type Definitions = Pick<ActiveDefinitions, 'serving' | 'other'>;

/** What is to be derived from one path: for one definition, or for both where they say the same of it. */
export interface FieldPlan {
  readonly path: string;
  readonly steps: Path;
  readonly members: Members;
  /** The field in each definition that has it; they are of one kind. */
  readonly fields: readonly [Field, ...Field[]];
  readonly words: boolean;
  /** Whose forms of the words are found; null: words as they are. */
  readonly language: Language | null;
  readonly facet: boolean;
  readonly sort: boolean;
  /** Whether all definitions have the field: only then may a value be moved out of the document. */
  readonly everywhere: boolean;
}

/** The fields of both definitions; those that derive the same members are one. */
export function planFields({ serving, other }: Definitions): readonly FieldPlan[] {
  const definitions = other === null ? [serving] : [serving, other];
  const byMember = new Map<string, [FieldLayout, ...FieldLayout[]]>();
  for (const layout of definitions.flatMap((definition) => [...layoutOf(definition).values()])) {
    const alike = byMember.get(layout.members.filter);
    if (alike === undefined) byMember.set(layout.members.filter, [layout]);
    else alike.push(layout);
  }
  return [...byMember.values()].map((layouts) => planField(layouts, definitions.length));
}

function planField([first, ...others]: readonly [FieldLayout, ...FieldLayout[]], definitions: number): FieldPlan {
  const { path, steps, members } = first;
  const fields = [first.field, ...others.map(({ field }) => field)] as const;
  return {
    path,
    steps,
    members,
    fields,
    words: fields.some(hasWords),
    language: first.language,
    facet: fields.some((field) => 'facet' in field && field.facet),
    sort: fields.some(isSorted),
    everywhere: fields.length === definitions,
  };
}
