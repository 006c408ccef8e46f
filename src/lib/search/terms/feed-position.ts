import { partitionsOf } from '../../collections/partition.js';
import { EngineError } from '../../errors/engine-errors.js';
import { WriteVersions } from '../replies/write-versions.js';
import type { TermSource } from './document-terms.js';

const BEGINNING = '0-0';

/** How a partition's change feed stands. */
export interface FeedState {
  readonly last: string;
  /** Whether entries behind a position may have been dropped from the feed. */
  lacks(position: string): boolean;
}

/** Where the feeds of all partitions stand. */
export interface FeedStates {
  readonly feeds: readonly FeedState[];
  /** What the words of the documents depend on, as it stood just before; null when that is not known. */
  readonly words: string | null;
}

export async function readFeedStates({ connection, keys, collection }: TermSource): Promise<FeedStates> {
  const feeds = partitionsOf(collection.partitions).map((partition) => keys.changes(collection.name, partition));
  const look = WriteVersions.commands(keys, collection, []);
  const replies = await connection.pipeline([...look, ...feeds.map((feed) => ['XINFO', 'STREAM', feed])]);
  return {
    feeds: replies.slice(look.length).map(toState),
    words: WriteVersions.read(replies.slice(0, look.length), [])?.words ?? null,
  };
}

function toState(reply: unknown): FeedState {
  if (reply instanceof EngineError && /no such key/i.test(reply.reply ?? '')) return EMPTY;
  if (reply instanceof Error) throw reply;
  const info = (reply ?? {}) as Readonly<Record<string, unknown>>;
  const last = String(info['last-generated-id']);
  const length = Number(info['length']);
  const first = length === 0 ? last : String(info['recorded-first-entry-id']);
  const wasTrimmed = Number(info['entries-added']) > length;
  return {
    last,
    lacks: (position) => wasTrimmed && comparePositions(first, position) > 0,
  };
}

const EMPTY: FeedState = { last: BEGINNING, lacks: () => false };

function comparePositions(a: string, b: string): number {
  const [timeA = 0, numberA = 0] = a.split('-').map(Number);
  const [timeB = 0, numberB = 0] = b.split('-').map(Number);
  return timeA - timeB || numberA - numberB;
}
