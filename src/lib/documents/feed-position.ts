import { AisleError } from '../errors/aisle-error.js';

/** How far a follower has come in the feed of one partition. */
export interface FeedPosition {
  /** Id of the last entry that is known; `0-0` before the first. */
  readonly cursor: string;
  /** Version of the last change that is known; null when it is not: then no gap can be told. */
  readonly version: number | null;
}

export const OLDEST: FeedPosition = Object.freeze({ cursor: '0-0', version: null });

const PART = /^(\d{1,20}-\d{1,20})(?:\.(\d{1,16}))?$/;

/** A position in the feeds of all partitions as one text without blanks. */
export function encodePosition(positions: readonly FeedPosition[]): string {
  return positions.map(({ cursor, version }) => (version === null ? cursor : `${cursor}.${version}`)).join(',');
}

/** @throws INVALID_VALUE when the text is none of a collection with so many partitions */
export function decodePosition(text: string, partitions: number): readonly FeedPosition[] {
  const parts = text.split(',').map((part) => PART.exec(part));
  if (parts.length !== partitions) throw invalid(text);
  return parts.map((part) => {
    const [, cursor, version] = part ?? [];
    if (cursor === undefined) throw invalid(text);
    return { cursor, version: version === undefined ? null : Number(version) };
  });
}

function invalid(text: string): AisleError {
  return new AisleError(
    'INVALID_VALUE',
    `"${text}" is no position in the changes of this collection. Give the id of one of its events, or "oldest".`,
  );
}
