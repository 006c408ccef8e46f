import type { AnyCollection } from '../collections/collection.js';
import { definitionHash, toDefinitionJson } from '../collections/definition-json.js';
import type { DefinitionJson } from '../collections/definition-json.js';
import type { AnyRankingRule } from '../collections/ranking-rules.js';
import type { StockFields } from '../collections/stock-fields.js';
import { shapeOf } from '../documents/derive/derive-document.js';
import { InvalidDefinitionError } from '../errors/input-errors.js';
import type { Keys } from '../redis/keys.js';
import { indexNameOf } from './index-name.js';

export type FieldJson = DefinitionJson['fields'][string];

/** What becomes of one field. */
export interface FieldChange {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly from?: FieldJson;
  readonly to?: FieldJson;
  /** True when only the index is made anew: all documents fit as they are, and nothing more is derived from them. */
  readonly reindexOnly: boolean;
}

export type SettingChange =
  | { readonly setting: 'defaultSort'; readonly from: readonly string[]; readonly to: readonly string[] }
  | {
      readonly setting: 'ranking';
      readonly from: readonly AnyRankingRule[];
      readonly to: readonly AnyRankingRule[];
    }
  | { readonly setting: 'stock'; readonly from: StockFields | null; readonly to: StockFields | null }
  | { readonly setting: 'language'; readonly from: AnyCollection['language']; readonly to: AnyCollection['language'] };

/** What has to be done so that a wanted collection takes the place of the current one. */
export interface MigrationPlan {
  readonly collection: string;
  /** `missing`: there is none yet. */
  readonly status: 'missing' | 'unchanged' | 'changed';
  readonly changes: readonly FieldChange[];
  readonly settings: readonly SettingChange[];
  /** Whether there may be documents that do not fit. */
  readonly checks: boolean;
  /** Whether more is derived from documents than before, so that they are written anew. */
  readonly rewrites: boolean;
  /** Whether the documents were derived by an older text analysis, so that index and derived data are made anew. */
  readonly outdated: boolean;
  /** Names of the index that serves and of the one that will. */
  readonly index: { readonly from: string | null; readonly to: string };
}

/**
 * Compares the current definition of a collection with the wanted one.
 * @param outdated whether the stored documents were derived by an older text analysis
 * @throws INVALID_DEFINITION when `id` or `partitions` differ: they are fixed when a collection is made
 */
export function planMigration(
  keys: Keys,
  current: AnyCollection | null,
  wanted: AnyCollection,
  outdated = false,
): MigrationPlan {
  if (current !== null) assertFixed(current, wanted);
  const changes = compareFields(current, wanted);
  return {
    collection: wanted.name,
    status: outdated ? 'changed' : statusOf(current, wanted),
    changes,
    settings: current === null ? [] : compareSettings(current, wanted),
    checks: current !== null && changes.some(({ reindexOnly }) => !reindexOnly),
    rewrites: current !== null && (outdated || derivesMore(current, wanted)),
    outdated,
    index: { from: current === null || outdated ? null : indexNameOf(keys, current), to: indexNameOf(keys, wanted) },
  };
}

function statusOf(current: AnyCollection | null, wanted: AnyCollection): MigrationPlan['status'] {
  if (current === null) return 'missing';
  return definitionHash(current) === definitionHash(wanted) ? 'unchanged' : 'changed';
}

function assertFixed(current: AnyCollection, wanted: AnyCollection): void {
  const fixed = (['id', 'partitions'] as const).find((setting) => current[setting] !== wanted[setting]);
  if (fixed === undefined) return;
  throw new InvalidDefinitionError(
    `"${fixed}" of the collection "${wanted.name}" is ${JSON.stringify(current[fixed])} and cannot become ${JSON.stringify(wanted[fixed])}: it is fixed when a collection is made. Export the documents, delete the collection, make it anew and import them; or use another name.`,
  );
}

function compareFields(current: AnyCollection | null, wanted: AnyCollection): readonly FieldChange[] {
  const before = current === null ? {} : toDefinitionJson(current).fields;
  const after = toDefinitionJson(wanted).fields;
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path) => {
    const change = compareField(at(before, path), at(after, path));
    if (change === null) return [];
    return [{ path, ...change, reindexOnly: current !== null && isIndexOnly(path, current, wanted) }];
  });
}

function compareField(
  from: FieldJson | undefined,
  to: FieldJson | undefined,
): Pick<FieldChange, 'change' | 'from' | 'to'> | null {
  if (from === undefined) return to === undefined ? null : { change: 'added', to };
  if (to === undefined) return { change: 'removed', from };
  return sorted(from) === sorted(to) ? null : { change: 'changed', from, to };
}

const sorted = (field: FieldJson) => JSON.stringify(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));

function compareSettings(current: AnyCollection, wanted: AnyCollection): readonly SettingChange[] {
  const changes: readonly SettingChange[] = [
    { setting: 'defaultSort', from: current.defaultSort, to: wanted.defaultSort },
    { setting: 'ranking', from: current.ranking, to: wanted.ranking },
    { setting: 'stock', from: current.stock, to: wanted.stock },
    { setting: 'language', from: current.language, to: wanted.language },
  ];
  return changes.filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

/** The length and the metric of a vector decide which ones fit. */
function isIndexOnly(path: string, current: AnyCollection, wanted: AnyCollection): boolean {
  if (at(wanted.fields, path)?.kind === 'vector') return false;
  return !derivesMore(only(path, current), only(path, wanted));
}

function derivesMore(current: AnyCollection, wanted: AnyCollection): boolean {
  return shapeOf({ serving: current, other: wanted }) !== shapeOf({ serving: current, other: null });
}

function only(path: string, collection: AnyCollection): AnyCollection {
  const field = at(collection.fields, path);
  return { ...collection, fields: field === undefined ? {} : { [path]: field }, ranking: NO_RULES };
}

const NO_RULES: AnyCollection['ranking'] = [];

/** A path may be called as a member that every object inherits, such as `constructor`. */
function at<T>(fields: Readonly<Record<string, T>>, path: string): T | undefined {
  return Object.hasOwn(fields, path) ? fields[path] : undefined;
}
