import type { AnyDocument } from '../../lib/index.js';
import { isRecord } from './is-record.js';

interface DerivedField {
  readonly kind: string;
  readonly [option: string]: unknown;
}

/** A definition that fits products which nobody has described. */
export interface DerivedDefinition {
  readonly id: string;
  readonly fields: Readonly<Record<string, DerivedField>>;
}

/** What members are by their names, whatever their values look like. */
const BY_NAME: readonly (readonly [name: RegExp, field: DerivedField])[] = [
  [/^(name|title)$/i, { kind: 'text', weight: 5 }],
  [/^(sku|ean|gtin|upc|mpn|isbn)$/i, { kind: 'code', weight: 8 }],
  [/^(brand|vendor|manufacturer)$/i, { kind: 'tag', facet: true, searchable: true, weight: 3 }],
  [/^(category|categories)$/i, { kind: 'tag', facet: true, searchable: true, weight: 2 }],
  [/^currency$/i, { kind: 'tag', facet: true }],
];
const PATH_BREAKS = /[.[\]"'\\$*,:\p{Cc}]/u;
const LABEL_LENGTH = 60;

/**
 * Derives a definition from products: names and titles weigh most, then codes, brands and categories; other short strings
 * and lists of strings become searchable tags, long ones text. Members whose values differ in kind are not indexed.
 */
export function deriveDefinition(products: readonly AnyDocument[]): DerivedDefinition {
  const values = new Map<string, unknown[]>();
  for (const product of products) collectValues(product, '', values);
  const fields = [...values].flatMap(([path, found]) => {
    const field = path === 'id' ? null : fieldFor(path, found);
    return field === null ? [] : [[path, field] as const];
  });
  return { id: 'id', fields: Object.fromEntries(fields) };
}

function collectValues(object: AnyDocument, prefix: string, values: Map<string, unknown[]>): void {
  for (const [name, value] of Object.entries(object)) {
    if (name === '' || PATH_BREAKS.test(name)) continue;
    const path = prefix + name;
    if (isRecord(value)) collectValues(value, `${path}.`, values);
    else if (Array.isArray(value) && value.some(isRecord)) {
      for (const element of value.filter(isRecord)) collectValues(element, `${path}[].`, values);
    } else if (value !== null) {
      const found = values.get(path);
      if (found === undefined) values.set(path, [value]);
      else found.push(value);
    }
  }
}

function fieldFor(path: string, values: readonly unknown[]): DerivedField | null {
  const singles = values.flat();
  const kinds = new Set(singles.map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1) return null;
  if (kind === 'number') return { kind: 'numeric', sortable: true, facet: true };
  if (kind === 'boolean') return values.some(Array.isArray) ? null : { kind: 'boolean', facet: true };
  if (kind !== 'string') return null;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const named = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (named !== undefined) return withLevels(named, singles);
  const isLabel = values.some(Array.isArray) || singles.every((value) => String(value).length <= LABEL_LENGTH);
  return isLabel ? { kind: 'tag', searchable: true } : { kind: 'text' };
}

/** Categories written as paths are a hierarchy. */
function withLevels(field: DerivedField, values: readonly unknown[]): DerivedField {
  if (field.kind !== 'tag' || !values.some((value) => String(value).includes(' > '))) return field;
  return { ...field, kind: 'hierarchy' };
}
