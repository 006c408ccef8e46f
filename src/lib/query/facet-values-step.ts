import { VALUE_SEPARATOR } from '../collections/facet-values.js';
import { hasEach } from '../collections/path.js';
import { fieldAt } from './compile-filter.js';
import { countStep } from './count-step.js';
import { createParameters } from './parameters.js';
import { queryText } from './query-text.js';
import { readsOf } from './reads.js';
import { readReply } from './reply.js';
import type { Search } from './search.js';
import { beginning, ending, readAs } from './step.js';
import type { Step, Target } from './step.js';

/** How many documents have each (joined) value. */
export interface ValueGroups {
  readonly groups: readonly (readonly [value: string, count: number])[];
  readonly warnings: readonly string[];
}

/**
 * Counts the values of a tag, hierarchy or boolean under a search without the field's own selection. The groups come as
 * one list of texts, `count:value`: a row each would take three times as long to read.
 * @param split true: the engine splits several values of a document; false: it groups by the joined string, which is
 * cheaper while there are few different ones. Both are exact.
 */
export function facetValuesStep(target: Target, search: Search, path: string, split: boolean): Step<ValueGroups> {
  const { layout } = target;
  const { field, members } = fieldAt(layout, path);
  const attribute = field.kind === 'boolean' ? members.filter : members.facet;
  const value = split ? 'value' : attribute;
  const parameters = createParameters();
  const text = queryText(layout, search, parameters, { without: path });
  const command = [
    ...beginning('FT.AGGREGATE', target, text),
    ...['FILTER', `exists(@${attribute})`],
    ...(split ? ['APPLY', `split(@${attribute},"${VALUE_SEPARATOR}","")`, 'AS', 'value'] : []),
    ...countValues(value, null),
    ...ending(search.timeoutMs, parameters.args()),
  ];
  const read = (reply: unknown): ValueGroups => {
    const { rows, warnings } = readReply(reply);
    const list: unknown = rows[0]?.['groups'];
    return { groups: Array.isArray(list) ? readGroups(list) : [], warnings };
  };
  return { command, reads: readsOf(target, search, { without: path, paths: [path] }), read };
}

/** Groups by a value, and gives one list of texts, `count:value`. @param filter an expression that a value must meet */
export function countValues(value: string, filter: string | null): readonly string[] {
  return [
    ...['GROUPBY', '1', `@${value}`, 'REDUCE', 'COUNT', '0', 'AS', 'n'],
    ...(filter === null ? [] : ['FILTER', filter]),
    ...['APPLY', `format("%s:%s",@n,@${value})`, 'AS', 'group'],
    ...['GROUPBY', '0', 'REDUCE', 'TOLIST', '1', '@group', 'AS', 'groups'],
  ];
}

const known = new WeakMap<readonly unknown[], ValueGroups['groups']>();

/** Read once where a reply is used again. */
export function readGroups(list: readonly unknown[]): ValueGroups['groups'] {
  const groups = known.get(list) ?? list.map(readGroup).filter(([text]) => text !== '');
  known.set(list, groups);
  return groups;
}

function readGroup(group: unknown): readonly [value: string, count: number] {
  const text = String(group);
  const end = text.indexOf(':');
  return [text.slice(end + 1), Number(text.slice(0, end))];
}

/** Counts true and false of a boolean that has several values a document, which the engine cannot group. */
export function facetFlagsSteps(target: Target, search: Search, path: string): readonly Step<ValueGroups>[] {
  const { members } = fieldAt(target.layout, path);
  return ['true', 'false'].map((value) => {
    const clause = (bind: (value: string) => string) => `(@${members.filter}:{${bind(value)}})`;
    const step = countStep(target, search, { without: path, paths: [path], clause });
    return readAs(step, ({ total, warnings }) => ({
      groups: total === 0 ? [] : [[value, total] as const],
      warnings,
    }));
  });
}

/** The steps that count a facet's values. */
export function facetSteps(target: Target, search: Search, path: string, split: boolean): readonly Step<ValueGroups>[] {
  const { field, steps } = fieldAt(target.layout, path);
  if (field.kind === 'boolean') {
    return hasEach(steps) ? facetFlagsSteps(target, search, path) : [facetValuesStep(target, search, path, false)];
  }
  return [facetValuesStep(target, search, path, split)];
}
