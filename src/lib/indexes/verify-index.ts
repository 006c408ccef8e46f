import type { AnyCollection } from '../collections/collection.js';
import { partitionOf } from '../collections/partition.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { deriveDocument } from '../documents/derive/derive-document.js';
import { DocumentsDoNotFitError } from '../errors/collection-errors.js';
import type { Misfit } from '../errors/collection-errors.js';
import type { IndexContext } from './index-context.js';
import { readIndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';
import { countIndexed, indexedKeys } from './indexed-keys.js';
import { scanKeys } from './scan-keys.js';
import type { DocumentKey } from './scan-keys.js';
import { readDocuments } from './stored-documents.js';

const SHOWN = 10;

/** What a collection's keys and its index have to do with each other. */
export interface IndexVerification {
  readonly collection: string;
  /** How many documents there are, by their keys. */
  readonly documents: number;
  /** How many the index holds. */
  readonly indexed: number;
  /** Documents that no search finds: how many, and the first ten with the reason. */
  readonly missing: { readonly count: number; readonly examples: readonly Misfit[] };
  /** Keys among the documents that another program wrote there: how many, and the first ten. */
  readonly foreign: { readonly count: number; readonly keys: readonly string[] };
}

/**
 * Compares the keys of a collection with what an index of it holds. Goes through the whole keyspace: for doctors and
 * migrations. Documents that are written meanwhile are no fault.
 * @param indexed the definition whose index is meant, the serving one by default
 * @throws INDEX_NOT_FOUND
 */
export async function verifyIndex(
  context: IndexContext,
  active: ActiveDefinitions,
  {
    indexed = active.serving,
    signal,
  }: { readonly indexed?: AnyCollection; readonly signal?: AbortSignal | undefined } = {},
): Promise<IndexVerification> {
  const { connection, keys } = context;
  const index = indexNameOf(keys, indexed);
  const missing: { count: number; readonly examples: Misfit[] } = { count: 0, examples: [] };
  const foreign: { count: number; readonly keys: string[] } = { count: 0, keys: [] };
  let documents = 0;
  for await (const page of scanKeys(connection, keys, active.serving, signal)) {
    const sorted = await sortKeys(context, active.serving, page);
    documents += sorted.documents.length;
    foreign.count += sorted.foreign.length;
    foreign.keys.push(...sorted.foreign.slice(0, SHOWN - foreign.keys.length));
    const lost = await findMissing(context, index, sorted.documents);
    missing.count += lost.length;
    missing.examples.push(...(await explain(context, active, indexed, lost.slice(0, SHOWN - missing.examples.length))));
  }
  return {
    collection: active.serving.name,
    documents,
    indexed: await countIndexed(connection, index),
    missing,
    foreign,
  };
}

/**
 * Makes sure that a new index holds all documents.
 * @throws DOCUMENTS_DO_NOT_FIT with those that the engine refused
 */
export async function assertComplete(
  context: IndexContext & { readonly signal?: AbortSignal | undefined },
  active: ActiveDefinitions,
  wanted: AnyCollection,
): Promise<void> {
  const { connection, keys, signal } = context;
  if (!connection.capabilities.searchable) return;
  const [before, after] = await Promise.all(
    [active.serving, wanted].map((collection) => readIndexInfo(connection, indexNameOf(keys, collection))),
  );
  if (after?.failures === 0 && after.documents === before?.documents) return;
  const { missing } = await verifyIndex(context, active, { indexed: wanted, signal });
  if (missing.count > 0) throw new DocumentsDoNotFitError(wanted.name, missing.count, missing.examples);
}

async function sortKeys(
  { connection }: IndexContext,
  { partitions }: AnyCollection,
  page: readonly DocumentKey[],
): Promise<{ readonly documents: readonly DocumentKey[]; readonly foreign: readonly string[] }> {
  const metas = await connection.send(['JSON.MGET', ...page.map(({ key }) => key), '$.meta']);
  const isDocument = ({ id, partition }: DocumentKey, at: number) =>
    partitionOf(id, partitions) === partition && Array.isArray(metas) && isMetaOf(id, metas[at]);
  const documents = page.filter(isDocument);
  const others = page.filter((key, at) => !isDocument(key, at));
  return { documents, foreign: (await existing(connection, others)).map(({ key }) => key) };
}

function isMetaOf(id: string, text: unknown): boolean {
  if (typeof text !== 'string') return false;
  const matches: unknown = JSON.parse(text);
  const meta: unknown = Array.isArray(matches) ? matches[0] : null;
  if (typeof meta !== 'object' || meta === null || !('id' in meta && 'version' in meta)) return false;
  return meta.id === id && typeof meta.version === 'number' && meta.version > 0;
}

/** Looks twice, for documents come and go. */
async function findMissing(
  { connection }: IndexContext,
  index: string,
  documents: readonly DocumentKey[],
): Promise<readonly DocumentKey[]> {
  const suspects = await existing(connection, await notIndexed(connection, index, documents));
  return existing(connection, await notIndexed(connection, index, suspects));
}

async function existing(
  connection: IndexContext['connection'],
  documents: readonly DocumentKey[],
): Promise<readonly DocumentKey[]> {
  const exist = await Promise.all(documents.map(({ key }) => connection.send(['EXISTS', key])));
  return documents.filter((_, at) => exist[at] === 1);
}

async function notIndexed(
  connection: IndexContext['connection'],
  index: string,
  documents: readonly DocumentKey[],
): Promise<readonly DocumentKey[]> {
  if (documents.length === 0) return [];
  const found = await indexedKeys(
    connection,
    index,
    documents.map(({ key }) => key),
  );
  return documents.filter(({ key }) => !found.has(key));
}

async function explain(
  context: IndexContext,
  active: ActiveDefinitions,
  indexed: AnyCollection,
  missing: readonly DocumentKey[],
): Promise<readonly Misfit[]> {
  if (missing.length === 0) return [];
  const stored = await readDocuments(
    context,
    active,
    missing.map(({ id }) => id),
  );
  const target = { serving: indexed, other: null };
  return missing.map(({ id }) => {
    const document = stored.find((candidate) => candidate.id === id)?.document;
    const fault = document === undefined ? undefined : deriveDocument(document, target).faults[0];
    return { id, message: fault === undefined ? UNKNOWN_REASON : `${fault.path} ${fault.message}` };
  });
}

const UNKNOWN_REASON = 'the engine did not index it; write the document again';
