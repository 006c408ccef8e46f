import { partitionsOf } from '../collections/partition.js';
import { AisleError } from '../errors/aisle-error.js';
import { readEntries } from '../messaging/streams/stream-entry.js';
import type { Partition } from '../redis/keys.js';
import type { DocumentAccess } from './document-access.js';
import { isCursor } from './feed-position.js';

/** One write. */
export interface Change {
  /** Its place in the feed of its partition: read on with `after`. */
  readonly cursor: string;
  readonly op: 'create' | 'replace' | 'delete';
  readonly id: string;
  /** The version that the write gave: of a deletion, the number that the sequence had come to. */
  readonly version: number;
}

export interface ChangesOptions {
  /** Which partition; each has a feed of its own. @default the first */
  readonly partition?: Partition;
  /** Cursor of the last change that is known. @default from the oldest that is kept, about 10,000 back */
  readonly after?: string;
  /** Most changes that come at once, 1 to 10,000. @default 1000 */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;

/**
 * Reads changes of one partition, oldest first; an empty list when there are none (yet).
 * @throws COLLECTION_NOT_FOUND, INVALID_VALUE
 */
export async function readChanges(
  { definitions, connection, keys }: Pick<DocumentAccess, 'definitions' | 'connection' | 'keys'>,
  { partition, after, limit = DEFAULT_LIMIT }: ChangesOptions = {},
): Promise<readonly Change[]> {
  const { serving } = await definitions.current();
  const partitions = partitionsOf(serving.partitions);
  const chosen = partition === undefined ? (partitions[0] ?? null) : partition;
  if (!partitions.includes(chosen)) {
    throw invalid(
      `"${serving.name}" has no partition ${String(chosen)}. It has: ${partitions.map(String).join(', ')}.`,
    );
  }
  if (after !== undefined && !isCursor(after)) throw invalid(`"${after}" is no cursor. Use that of a change, or none.`);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw invalid(`"limit" must be a whole number from 1 to ${MAX_LIMIT}, not ${limit}.`);
  }
  const start = after === undefined ? '-' : `(${after}`;
  const feed = keys.changes(serving.name, chosen);
  const entries = await connection.send(['XRANGE', feed, start, '+', 'COUNT', String(limit)]);
  return readEntries(entries).map((entry) => toChange(entry.fields, entry.id));
}

/** A change of what its entry in the feed holds. */
export function toChange(fields: ReadonlyMap<string, string>, cursor: string): Change {
  const op = fields.get('op');
  return {
    cursor,
    op: op === 'create' || op === 'delete' ? op : 'replace',
    id: fields.get('id') ?? '',
    version: Number(fields.get('version')),
  };
}

const invalid = (message: string) => new AisleError('INVALID_VALUE', message);
