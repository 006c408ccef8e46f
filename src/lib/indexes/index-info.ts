import { IndexNotFoundError } from '../errors/engine-errors.js';
import type { RedisConnection } from '../redis/redis-connection.js';

/** What the engine tells about an index. */
export interface IndexInfo {
  /** The index's own name, also when it was asked for by an alias. */
  readonly name: string;
  /** How many documents it holds. */
  readonly documents: number;
  /** Grows by one whenever a document is indexed, for the first time or anew. */
  readonly indexed: number;
  /** True while it goes through documents that were there before it. */
  readonly isBuilding: boolean;
  /** How much of them it has seen, 0 to 1. */
  readonly progress: number;
  /** How often a document was left out since the index was made. It does not sink when the document is mended. */
  readonly failures: number;
  readonly lastError: string | null;
  readonly lastErrorKey: string | null;
  readonly memoryBytes: number;
}

const MEBIBYTE = 1_048_576;

/** Reads an index or what an alias points at; null when there is none, as on a cluster that cannot be searched. */
export async function readIndexInfo(connection: RedisConnection, index: string): Promise<IndexInfo | null> {
  if (!connection.capabilities.searchable) return null;
  try {
    return parseIndexInfo(await connection.send(['FT.INFO', index]));
  } catch (error) {
    if (error instanceof IndexNotFoundError) return null;
    throw error;
  }
}

/** Names of all indexes of the engine. */
export async function listIndexes(connection: RedisConnection): Promise<readonly string[]> {
  if (!connection.capabilities.searchable) return [];
  const names = await connection.send(['FT._LIST']);
  return Array.isArray(names) ? names.map(String).sort() : [];
}

/** Reads the reply of FT.INFO. Some versions send numbers as strings. */
export function parseIndexInfo(reply: unknown): IndexInfo {
  const info = toRecord(reply);
  const errors = toRecord(info['Index Errors']);
  return {
    name: String(info['index_name']),
    documents: toNumber(info['num_docs']),
    indexed: toNumber(info['max_doc_id']),
    isBuilding: toNumber(info['indexing']) !== 0 || toNumber(info['percent_indexed']) < 1,
    // Just after a restart the engine reports many times 1.
    progress: Math.min(1, toNumber(info['percent_indexed'])),
    failures: toNumber(info['hash_indexing_failures']),
    lastError: toText(errors['last indexing error']),
    lastErrorKey: toText(errors['last indexing error key']),
    memoryBytes: Math.round(toNumber(info['total_index_memory_sz_mb']) * MEBIBYTE),
  };
}

function toRecord(reply: unknown): Readonly<Record<string, unknown>> {
  if (typeof reply !== 'object' || reply === null) return {};
  if (!Array.isArray(reply)) return { ...reply };
  const entries = reply.flatMap((name: unknown, at) =>
    at % 2 === 0 ? [[String(name), reply[at + 1] as unknown]] : [],
  );
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
}

function toNumber(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}

/** The engine writes N/A where there was no error. */
function toText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== 'N/A' ? value : null;
}
