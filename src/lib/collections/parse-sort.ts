import { AisleError } from '../errors/aisle-error.js';
import type { Fields } from './typed-paths.js';

/** One key of an order. */
export interface SortKey {
  /** Path of a sortable field, or `id`. */
  readonly path: string;
  readonly direction: 'asc' | 'desc';
}

/**
 * Parses `price:asc`.
 * @param at where the text stands, for the message
 * @throws INVALID_VALUE, UNKNOWN_FIELD or NOT_SORTABLE with what is allowed
 */
export function parseSort(fields: Fields, sort: unknown, at: string): SortKey {
  const match = typeof sort === 'string' ? /^(.+):(asc|desc)$/su.exec(sort) : null;
  if (match === null) {
    throw fault('INVALID_VALUE', at, `A sort is a field with a direction, such as "price:asc" or "price:desc".`);
  }
  const [, path = '', direction] = match;
  const sortable = ['id', ...Object.keys(fields).filter((name) => isSortable(fields[name]))];
  if (!sortable.includes(path)) {
    const known = Object.hasOwn(fields, path);
    const problem = known ? `"${path}" is not sortable.` : `There is no field "${path}".`;
    throw fault(known ? 'NOT_SORTABLE' : 'UNKNOWN_FIELD', at, `${problem} Sort by one of: ${sortable.join(', ')}.`);
  }
  return { path, direction: direction === 'desc' ? 'desc' : 'asc' };
}

const isSortable = (field: Fields[string] | undefined) => field !== undefined && 'sortable' in field && field.sortable;

const fault = (code: 'INVALID_VALUE' | 'NOT_SORTABLE' | 'UNKNOWN_FIELD', path: string, message: string) =>
  new AisleError(code, message, { faults: [{ path, message }] });
