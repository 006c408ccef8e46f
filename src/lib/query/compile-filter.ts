import { foldCode } from '../analysis/code-forms.js';
import { toEngineWord } from '../analysis/engine-word.js';
import { foldTag } from '../analysis/fold.js';
import { toEngineLongitude } from '../collections/geo-point.js';
import type { FieldLayout, Layout } from '../collections/field-layout.js';
import { foldHierarchy } from '../collections/hierarchy-levels.js';
import { ID_ATTRIBUTE } from '../collections/index-schema.js';
import { HAS } from '../collections/members.js';
import { UnknownFieldError } from '../errors/input-errors.js';
import type { Filter, Range } from './filter.js';
import type { Parameters } from './parameters.js';

/**
 * The query text of a filter. Every clause stands in brackets, so that it can be put beside others.
 * @returns null for {@link ALL}: the engine takes `*` only alone
 */
export function compileFilter(layout: Layout, filter: Filter, parameters: Parameters): string | null {
  switch (filter.kind) {
    case 'all':
      return null;
    case 'ids':
      return tags(ID_ATTRIBUTE, filter.ids, parameters);
    case 'values':
      return compileValues(fieldAt(layout, filter.path), filter.values, parameters);
    case 'range':
      return range(fieldAt(layout, filter.path).members.filter, filter, parameters);
    case 'near': {
      const { members } = fieldAt(layout, filter.path);
      const numbers = [toEngineLongitude(filter.lon), filter.lat, filter.km];
      const [lon, lat, km] = numbers.map((number) => parameters.bind(String(number)));
      return `(@${members.filter}:[${lon} ${lat} ${km} km])`;
    }
    case 'exists':
      return tags(HAS, [fieldAt(layout, filter.path).members.filter], parameters);
    case 'and':
    case 'or': {
      const items = filter.items.map((item) => compileFilter(layout, item, parameters)).filter((item) => item !== null);
      return `(${items.join(filter.kind === 'and' ? ' ' : '|')})`;
    }
    case 'not':
      return `(-${compileFilter(layout, filter.item, parameters) ?? '*'})`;
  }
}

/** @throws UNKNOWN_FIELD when the definition that serves has no such field (any more) */
export function fieldAt(layout: Layout, path: string): FieldLayout {
  const field = layout.get(path);
  if (field === undefined) throw new UnknownFieldError(path, [...layout.keys()], path);
  return field;
}

function compileValues(
  { field, members }: FieldLayout,
  values: readonly (string | number | boolean)[],
  parameters: Parameters,
): string {
  const attribute = members.filter;
  switch (field.kind) {
    case 'numeric':
      return `(${values.map((value) => range(attribute, { gte: Number(value), lte: Number(value) }, parameters)).join('|')})`;
    case 'code': {
      const codes = values.map((value) => toEngineWord(foldCode(String(value))));
      return tags(attribute, codes, parameters);
    }
    case 'hierarchy': {
      const folded = values.map((value) => foldHierarchy(String(value), field.separator));
      return tags(attribute, folded, parameters);
    }
    case 'boolean':
      return tags(attribute, values.map(String), parameters);
    default:
      return tags(
        attribute,
        values.map((value) => foldTag(String(value))),
        parameters,
      );
  }
}

/** A backslash stands for the character after it, in parameters too. */
function tags(attribute: string, values: readonly string[], parameters: Parameters): string {
  const names = values.map((value) => parameters.bind(value.replaceAll('\\', '\\\\')));
  return `(@${attribute}:{${names.join('|')}})`;
}

/** A numeric range; both bounds of a kind may be given, then the narrower one holds. */
export function range(attribute: string, { gt, gte, lt, lte }: Range, parameters: Parameters): string {
  const below = gte !== undefined && (gt === undefined || gte > gt) ? { mark: '', at: gte } : { mark: '(', at: gt };
  const above = lte !== undefined && (lt === undefined || lte < lt) ? { mark: '', at: lte } : { mark: '(', at: lt };
  const from = below.at === undefined ? '-inf' : below.mark + parameters.bind(String(below.at));
  const to = above.at === undefined ? '+inf' : above.mark + parameters.bind(String(above.at));
  return `(@${attribute}:[${from} ${to}])`;
}
