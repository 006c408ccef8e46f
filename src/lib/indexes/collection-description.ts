import { definitionHash, toDefinitionJson } from '../collections/definition-json.js';
import type { DefinitionJson } from '../collections/definition-json.js';
import { countDocuments } from '../documents/count-documents.js';
import type { DefinitionRecord } from '../documents/definition-record.js';
import type { IndexContext } from './index-context.js';
import { readIndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';
import type { MigrationEntry, MigrationFailure } from './migration-journal.js';
import { accessTo } from './stored-documents.js';

/** How the index of a collection is. */
export interface IndexState {
  /** `migrating`: the former definition serves; `building`: searches find a part; `missing`: searches fail. */
  readonly state: 'ready' | 'building' | 'migrating' | 'missing';
  /** 0 to 1. */
  readonly progress: number;
  /** Why the last migration came to nothing; absent when none did. */
  readonly error?: MigrationFailure;
}

/** A collection as `GET /v1/collections/{c}` shows it. */
export interface CollectionDescription extends DefinitionJson {
  readonly name: string;
  /** How many documents it has. */
  readonly documents: number;
  readonly index: IndexState;
  readonly source: 'code' | 'stored';
}

/** Describes a collection by its stored record and the journal of its migrations. */
export async function describeCollection(
  context: IndexContext,
  record: DefinitionRecord,
  entry: MigrationEntry | null,
): Promise<CollectionDescription> {
  const { serving, source } = record;
  const [documents, index] = await Promise.all([
    countDocuments(accessTo(context, serving.name), record),
    readState(context, record, entry),
  ]);
  return { name: serving.name, ...toDefinitionJson(serving), documents, index, source };
}

async function readState(
  { connection, keys }: IndexContext,
  record: DefinitionRecord,
  entry: MigrationEntry | null,
): Promise<IndexState> {
  const error = entry?.failure ?? null;
  const shown = error === null ? {} : { error };
  if (error === null && isUnderWay(record, entry)) return { state: 'migrating', progress: entry?.progress ?? 0 };
  const info = await readIndexInfo(connection, indexNameOf(keys, record.serving));
  if (info === null) return { state: 'missing', progress: 0, ...shown };
  return { state: info.isBuilding ? 'building' : 'ready', progress: info.progress, ...shown };
}

/** A journal that wants what serves was left by a process that died when all was done. */
function isUnderWay({ state, serving }: DefinitionRecord, entry: MigrationEntry | null): boolean {
  if (state !== 'ready') return true;
  return entry !== null && definitionHash(entry.wanted) !== definitionHash(serving);
}
