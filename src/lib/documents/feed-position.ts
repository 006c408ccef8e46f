import { AisleError } from '../errors/aisle-error.js';

/** How far a follower has come in the feed of one partition. */
export interface FeedPosition {
  /** Id of the last entry that is known; `0-0` before the first. */
  readonly cursor: string;
  /** Version of the last change that is known; null before the oldest that is kept: then no gap can be told. */
  readonly version: number | null;
}

export const OLDEST: FeedPosition = Object.freeze({ cursor: '0-0', version: null });

const CURSOR = /^(\d{1,20})-(\d{1,20})$/;
const PART = /^(\d{1,20}-\d{1,20})\.(\d{1,16})$/;
const MAX_COUNT = 2n ** 64n - 1n;

/** Whether a text can be the id of an entry of a feed, with another one behind it. */
export function isCursor(text: string): boolean {
  return CURSOR.test(text) && countsOf(text).every((count) => count < MAX_COUNT);
}

/** Negative where the first cursor lies before the second. */
export function compareCursors(a: string, b: string): number {
  const [timeA, numberA] = countsOf(a);
  const [timeB, numberB] = countsOf(b);
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  return numberA === numberB ? 0 : numberA < numberB ? -1 : 1;
}

/** A position in the feeds of all partitions as one text without blanks. */
export function encodePosition(positions: readonly FeedPosition[]): string {
  return positions.map(({ cursor, version }) => (version === null ? cursor : `${cursor}.${version}`)).join(',');
}

/** @throws INVALID_VALUE when the text is none of a collection with so many partitions */
export function decodePosition(text: string, partitions: number): readonly FeedPosition[] {
  const positions = text.split(',').map(decodePart);
  const known = positions.filter((position) => position !== null);
  if (known.length !== positions.length || known.length !== partitions) {
    throw invalidPosition(text, 'is no position in the changes of this collection');
  }
  return known;
}

/** @param problem what is wrong with it, such as "is none" */
export function invalidPosition(text: string, problem: string): AisleError {
  return new AisleError(
    'INVALID_VALUE',
    `"${text}" ${problem}. Give the id of the last event that came, "oldest" or "now".`,
  );
}

/** Without its version a gap behind a position could not be told, so only the beginning has none. */
function decodePart(text: string): FeedPosition | null {
  if (text === OLDEST.cursor) return OLDEST;
  const [, cursor, version] = PART.exec(text) ?? [];
  return cursor === undefined || !isCursor(cursor) ? null : { cursor, version: Number(version) };
}

function countsOf(cursor: string): readonly [time: bigint, number: bigint] {
  const [, time = '', number = ''] = CURSOR.exec(cursor) ?? [];
  return [BigInt(time), BigInt(number)];
}
