import { partitionsOf } from '../../collections/partition.js';
import { toChange } from '../../documents/change-feed.js';
import type { Change } from '../../documents/change-feed.js';
import { EngineError } from '../../errors/engine-errors.js';
import { readEntries } from '../../messaging/streams/stream-entry.js';
import type { RedisCommand, RedisReply } from '../../redis/redis-values.js';
import { WriteVersions } from '../replies/write-versions.js';
import type { CollectionSource } from '../collection-source.js';

const BEGINNING = '0-0';
const CHANGES_TOGETHER = 1_000;

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

/** The first changes behind a position, of each partition. */
export type ChangesByPartition = readonly (readonly Change[])[];

export async function readFeedStates(source: CollectionSource): Promise<FeedStates> {
  const commands = stateCommands(source);
  return toStates(source, await source.connection.pipeline(commands));
}

/** The same with the changes behind positions, in one round trip. */
export async function readFeeds(
  source: CollectionSource,
  positions: readonly string[],
): Promise<FeedStates & { readonly changes: ChangesByPartition }> {
  const commands = stateCommands(source);
  const replies = await source.connection.pipeline([...commands, ...rangeCommands(source, positions)]);
  return { ...toStates(source, replies), changes: replies.slice(commands.length).map(toChanges) };
}

export async function readChangesBehind(
  source: CollectionSource,
  positions: readonly string[],
): Promise<ChangesByPartition> {
  const replies = await source.connection.pipeline(rangeCommands(source, positions));
  return replies.map(toChanges);
}

/** Whether there may be more changes than came. */
export const mayHaveMore = (changes: readonly Change[]): boolean => changes.length === CHANGES_TOGETHER;

const feedsOf = ({ keys, collection: { name, partitions } }: CollectionSource) =>
  partitionsOf(partitions).map((partition) => keys.changes(name, partition));

const stateCommands = (source: CollectionSource): readonly RedisCommand[] => [
  ...WriteVersions.commands(source.keys, source.collection, []),
  ...feedsOf(source).map((feed) => ['XINFO', 'STREAM', feed]),
];

const rangeCommands = (source: CollectionSource, positions: readonly string[]): readonly RedisCommand[] =>
  feedsOf(source).map((feed, at) => [
    ...['XRANGE', feed, `(${positions[at] ?? BEGINNING}`, '+', 'COUNT', String(CHANGES_TOGETHER)],
  ]);

function toStates(source: CollectionSource, replies: readonly unknown[]): FeedStates {
  const versions = WriteVersions.commands(source.keys, source.collection, []).length;
  const feeds = feedsOf(source).length;
  return {
    feeds: replies.slice(versions, versions + feeds).map(toState),
    words: WriteVersions.read(replies.slice(0, versions), [])?.words ?? null,
  };
}

function toChanges(reply: RedisReply | Error): readonly Change[] {
  if (reply instanceof Error) throw reply;
  return readEntries(reply).map(({ fields, id }) => toChange(fields, id));
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
