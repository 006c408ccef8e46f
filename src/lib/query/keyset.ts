import type { SortKey } from '../collections/parse-sort.js';
import type { Position } from './search.js';

/** A sort key with the attribute that holds it. */
export interface OrderAttribute extends SortKey {
  readonly attribute: string;
}

/**
 * The FILTER expression for rows after a position (keyset paging): missing values come last in either direction,
 * the id tells equal keys apart. Expressions take no parameters, so values are written as literals.
 */
export function afterPosition(order: readonly OrderAttribute[], { values, id }: Position): string {
  const [key, ...rest] = order;
  if (key === undefined) return '1==2';
  if (key.path === 'id') return beyond(key, literal(id));
  const [value, ...others] = values;
  const ties = rest.length === 0 ? null : afterPosition(rest, { values: others, id });
  const has = `exists(@${key.attribute})`;
  if (value === null || value === undefined) return ties === null ? '1==2' : `(!${has} && ${ties})`;
  const equal = ties === null ? null : `(@${key.attribute}==${literal(value)} && ${ties})`;
  return `(!${has} || ${beyond(key, literal(value))}${equal === null ? '' : ` || ${equal}`})`;
}

const beyond = ({ attribute, direction }: OrderAttribute, value: string) =>
  `@${attribute}${direction === 'asc' ? '>' : '<'}${value}`;

/** The engine reads `1e-7` but not `1e+21`; numbers that large are refused before. */
const literal = (value: string | number) => (typeof value === 'number' ? String(value) : stringLiteral(value));

/** In the engine's literals a backslash before punctuation or space always vanishes, so each is cut out of `\a`. */
function stringLiteral(value: string): string {
  const [first = '', ...rest] = value.split('\\').map(quote);
  if (rest.length === 0) return first;
  const parts = rest.flatMap((part) => [BACKSLASH, part]);
  return `format("${'%s'.repeat(parts.length + 1)}",${[first, ...parts].join(',')})`;
}

const BACKSLASH = String.raw`substr("\\a",0,1)`;

/** A line end needs its escape too. */
const quote = (part: string) => `"${part.replace(/["\n]/g, '\\$&')}"`;
