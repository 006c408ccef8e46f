import { createHash } from 'node:crypto';
import type { Language } from '../analysis/languages.js';
import { InvalidDefinitionError } from '../errors/input-errors.js';
import type { AnyCollection, DocumentClass } from './collection.js';
import { createCollection } from './create-collection.js';
import { FIELD_DEFAULTS } from './field-kinds.js';
import type { Field } from './field-kinds.js';
import type { AnyRankingRule } from './ranking-rules.js';
import type { StockFields } from './stock-fields.js';

/** A collection as JSON: what `GET` and `PUT /v1/collections/{c}` carry. Options at their default are left out. */
export interface DefinitionJson {
  readonly id: string;
  readonly fields: Readonly<Record<string, { readonly kind: string; readonly [option: string]: unknown }>>;
  readonly defaultSort: readonly string[];
  readonly ranking?: readonly AnyRankingRule[];
  readonly partitions: number;
  readonly stock?: StockFields;
  readonly language?: Language;
}

const MEMBERS = ['id', 'fields', 'defaultSort', 'ranking', 'partitions', 'stock', 'language'];

export function toDefinitionJson(collection: AnyCollection): DefinitionJson {
  const { id, fields, defaultSort, ranking, partitions, stock, language } = collection;
  const entries = Object.entries(fields).map(([path, field]) => [path, withoutDefaults(field)] as const);
  return {
    id,
    fields: Object.fromEntries(entries),
    defaultSort,
    ...(ranking.length === 0 ? {} : { ranking }),
    partitions,
    ...(stock === null ? {} : { stock }),
    ...(language === null ? {} : { language }),
  };
}

/**
 * Makes a collection of its JSON form.
 * @throws INVALID_DEFINITION that names the mistake and what is allowed
 */
export function fromDefinitionJson(
  name: string,
  json: unknown,
  document: DocumentClass<object> | null = null,
): AnyCollection {
  if (!isRecord(json) || !isRecord(json['fields'])) {
    throw new InvalidDefinitionError('A definition is an object such as {"fields": {"name": {"kind": "text"}}}.');
  }
  for (const member of Object.keys(json)) {
    if (!MEMBERS.includes(member)) {
      throw new InvalidDefinitionError(
        `A definition has no member "${member}". Use: ${MEMBERS.join(', ')}; fields go into "fields".`,
      );
    }
  }
  const { fields, ...settings } = json;
  return createCollection(name, document, fields, settings);
}

/** Identifies a definition: two collections with equal hashes are indexed, sorted and spread alike. */
export function definitionHash(collection: AnyCollection): string {
  const { id, fields, defaultSort, ranking, partitions, stock, language } = toDefinitionJson(collection);
  const optional = [stock, ranking, language].filter((setting) => setting !== undefined);
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const members = sorted.map(([path, field]) => [path, Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256')
    .update(JSON.stringify([id, members, defaultSort, partitions, ...optional]))
    .digest('hex')
    .slice(0, 12);
}

function withoutDefaults(field: Field) {
  const defaults: Readonly<Record<string, unknown>> = FIELD_DEFAULTS[field.kind];
  const options = Object.entries(field).filter(([name, value]) => name !== 'kind' && value !== defaults[name]);
  return { kind: field.kind, ...(Object.fromEntries(options) as Record<string, unknown>) };
}

const isRecord = (value: unknown): value is Record<string, object> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
