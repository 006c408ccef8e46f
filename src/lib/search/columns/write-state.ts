import { partitionsOf } from '../../collections/partition.js';
import { VERSION_NAMES } from '../../collections/version-names.js';
import { wordsVersion } from '../replies/write-versions.js';
import type { CollectionSource } from '../collection-source.js';

/** How far the writes of a partition have come. */
export interface Place {
  /** Version of the last write. */
  readonly sequence: number;
  /** Its entry in the feed. It holds the time, so that it tells apart what has the same version after a loss of data. */
  readonly entry: string;
}

/** How far the writes of each partition had come, and of what its documents were derived. */
export interface WriteState {
  readonly places: readonly Place[];
  /** Changes with the definitions in force, and when documents are derived anew. */
  readonly derivation: string;
  /** What the words of all documents depend on, as `WriteVersions` tells it. */
  readonly words: string;
}

const COMMANDS = 3;
const WORD_VERSIONS = [VERSION_NAMES.any, VERSION_NAMES.reindexed, VERSION_NAMES.words];

/** @throws errors of the engine */
export async function readWriteState({ connection, keys, collection }: CollectionSource): Promise<WriteState> {
  const { name, partitions } = collection;
  const replies = await connection.pipeline(
    partitionsOf(partitions).flatMap((partition) => [
      ['XREVRANGE', keys.changes(name, partition), '+', '-', 'COUNT', '1'],
      ['HGET', keys.definition(name, partition), 'epoch'],
      ['HMGET', keys.fieldVersions(name, partition), ...WORD_VERSIONS],
    ]),
  );
  const failure = replies.find((reply) => reply instanceof Error);
  if (failure !== undefined) throw failure;
  const states = partitionsOf(partitions).map((_, at) => {
    const [last, epoch, versions] = replies.slice(at * COMMANDS, (at + 1) * COMMANDS);
    const [any, derived, word] = versions as readonly unknown[];
    return { place: readPlace(last), epoch, any, derived, word };
  });
  return {
    places: states.map(({ place }) => place),
    derivation: JSON.stringify(states.map(({ epoch, derived }) => [epoch, derived])),
    words: states.map(wordsVersion).join(';'),
  };
}

/** Whether nothing was written from one state to the other. */
export const areSame = (one: WriteState, other: WriteState): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether what was known before is no more, as after the engine lost writes or was emptied. */
export function isLostSince(known: readonly Place[], now: readonly Place[]): boolean {
  return known.some(({ sequence, entry }, at) => {
    const place = now[at];
    if (place === undefined || place.sequence < sequence) return true;
    return place.sequence === sequence && place.entry !== entry;
  });
}

function readPlace(reply: unknown): Place {
  const [last] = reply as readonly (readonly [string, readonly string[]])[];
  if (last === undefined) return { sequence: 0, entry: '0-0' };
  const [entry, members] = last;
  return { sequence: Number(members[members.indexOf('version') + 1]), entry };
}
