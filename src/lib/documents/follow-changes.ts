import { partitionsOf } from '../collections/partition.js';
import { EngineTimeoutError, EngineUnavailableError } from '../errors/engine-errors.js';
import { pause } from '../messaging/pause.js';
import { listOf } from '../messaging/read-reply.js';
import type { StreamBell } from '../messaging/streams/stream-bell.js';
import { readEntries, timeOf } from '../messaging/streams/stream-entry.js';
import { Wake } from '../messaging/wake.js';
import type { Partition } from '../redis/keys.js';
import { readChanges } from './change-feed.js';
import type { Change } from './change-feed.js';
import type { DocumentAccess } from './document-access.js';
import { compareCursors, decodePosition, encodePosition, invalidPosition, OLDEST } from './feed-position.js';
import type { FeedPosition } from './feed-position.js';

/** What a follower of changes is told. Each has the position to go on from, later and in another process. */
export type ChangeNotice =
  | { readonly kind: 'ready'; readonly position: string }
  | { readonly kind: 'change'; readonly position: string; readonly partition: Partition; readonly change: Change }
  | {
      /** Changes were trimmed away before they were read. */
      readonly kind: 'gap';
      readonly position: string;
      readonly partition: Partition;
      /** How many; null when that is not known, as after the collection was made anew. */
      readonly missed: number | null;
    };

export interface FollowOptions {
  /** `now`, `oldest` (about 10,000 changes back), or the position of a notice. @default 'now' */
  readonly after?: string;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

type FeedAccess = Pick<DocumentAccess, 'definitions' | 'connection' | 'keys'>;

const BATCH = 500;
const POLL_MS = 1_000;
const RETRY_MS = 250;

/**
 * Follows the changes of a collection over all its partitions, those of a partition in order, until the signal is aborted.
 * It begins with `ready`; then it waits for the reader, and reads no more than that one takes. While the engine cannot be
 * reached it waits, and loses nothing.
 * @throws COLLECTION_NOT_FOUND, also when the collection is deleted later; INVALID_VALUE for a position of another one, or
 * one in the future
 */
export async function* followChanges(
  access: FeedAccess,
  bell: StreamBell,
  { after = 'now', signal }: FollowOptions,
): AsyncGenerator<readonly ChangeNotice[], void, undefined> {
  const { serving } = await access.definitions.current();
  const partitions = partitionsOf(serving.partitions);
  const feeds = partitions.map((partition) => access.keys.changes(serving.name, partition));
  const wake = new Wake();
  const endWatch = bell.watch(feeds, wake.tell);
  signal.addEventListener('abort', wake.tell, { once: true });
  try {
    const positions = [...(await firstPositions(access, partitions, after))];
    let isResumed = true;
    yield [{ kind: 'ready', position: encodePosition(positions) }];
    while (!signal.aborted) {
      let isBusy = false;
      for (const [index, partition] of partitions.entries()) {
        const known = positions[index] ?? OLDEST;
        const changes = await whileEngineIsGone(() => readOn(access, partition, known, isResumed), signal);
        if (changes === null) break;
        const notices = noticesOf(changes, positions, index, partition);
        isBusy ||= changes.read.length === BATCH;
        if (notices.length > 0) yield notices;
      }
      isResumed = false;
      if (!isBusy) await wake.wait(POLL_MS);
    }
  } finally {
    signal.removeEventListener('abort', wake.tell);
    endWatch();
  }
}

interface ReadOn {
  readonly read: readonly Change[];
  /** The version that the partition had come to, asked where nothing was read. */
  readonly last: number | null;
}

async function readOn(
  access: FeedAccess,
  partition: Partition,
  { cursor }: FeedPosition,
  isResumed: boolean,
): Promise<ReadOn> {
  // Asked before the feed is read: a change that comes in between is read then, and never taken for a missing one.
  const last = isResumed ? await lastVersion(access, partition) : null;
  const read = await readChanges(access, { partition, after: cursor, limit: BATCH });
  return { read, last };
}

/** Moves the position of a partition on, and tells what lies between. */
function noticesOf(
  { read, last }: ReadOn,
  positions: FeedPosition[],
  index: number,
  partition: Partition,
): ChangeNotice[] {
  const notices: ChangeNotice[] = [];
  const known = positions[index] ?? OLDEST;
  const next = read[0]?.version ?? (last === null ? null : last + 1);
  if (known.version !== null && next !== null && next !== known.version + 1) {
    const missed = next > known.version ? next - known.version - 1 : null;
    positions[index] = { cursor: known.cursor, version: next - 1 };
    notices.push({ kind: 'gap', position: encodePosition(positions), partition, missed });
  }
  for (const change of read) {
    positions[index] = { cursor: change.cursor, version: change.version };
    notices.push({ kind: 'change', position: encodePosition(positions), partition, change });
  }
  return notices;
}

async function firstPositions(
  access: FeedAccess,
  partitions: readonly Partition[],
  after: string,
): Promise<readonly FeedPosition[]> {
  if (after === 'oldest') return partitions.map(() => OLDEST);
  const asked = after === 'now' ? null : decodePosition(after, partitions.length);
  const newest = await Promise.all(partitions.map((partition) => newestPosition(access, partition)));
  if (asked === null) return newest;
  const positions = asked.map((position, index) => withinFeed(position, newest[index] ?? OLDEST));
  const ahead = asked.filter((position, index) => position !== positions[index]);
  if (ahead.length > 0) await assertNotAhead(access, ahead, after);
  return positions;
}

/**
 * A position behind all that is in the feed, as after the collection was made anew, is moved to its end: there it misses
 * nothing that comes. Its version tells what happened.
 */
function withinFeed(position: FeedPosition, newest: FeedPosition): FeedPosition {
  const isWithin = compareCursors(position.cursor, newest.cursor) <= 0;
  return isWithin ? position : { cursor: newest.cursor, version: position.version };
}

/** What the clocks of engines may differ by, one of which took over from the other. */
const CLOCKS_MS = 60_000;

/** @throws INVALID_VALUE for a position that no engine can have given yet */
async function assertNotAhead(
  { connection }: FeedAccess,
  positions: readonly FeedPosition[],
  text: string,
): Promise<void> {
  const seconds = Number(listOf(await connection.send(['TIME']))[0]);
  const latest = seconds * 1_000 + CLOCKS_MS;
  if (positions.some(({ cursor }) => timeOf(cursor) > latest)) throw invalidPosition(text, 'lies in the future');
}

async function newestPosition(access: FeedAccess, partition: Partition): Promise<FeedPosition> {
  const { connection, keys, definitions } = access;
  const version = await lastVersion(access, partition);
  const feed = keys.changes(definitions.name, partition);
  const [last] = readEntries(await connection.send(['XREVRANGE', feed, '+', '-', 'COUNT', '1']));
  return last === undefined
    ? { cursor: '0-0', version }
    : { cursor: last.id, version: Number(last.fields.get('version')) };
}

async function lastVersion({ connection, keys, definitions }: FeedAccess, partition: Partition): Promise<number> {
  return Number((await connection.send(['GET', keys.sequence(definitions.name, partition)])) ?? 0);
}

/** Null when the signal was aborted meanwhile. */
async function whileEngineIsGone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EngineUnavailableError || error instanceof EngineTimeoutError)) throw error;
    }
    await pause(RETRY_MS, signal);
  }
  return null;
}
