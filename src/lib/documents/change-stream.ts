import type { Stream } from '../messaging/streams/define-stream.js';
import type { Keys, Partition } from '../redis/keys.js';
import { toChange } from './change-feed.js';
import type { Change } from './change-feed.js';

/**
 * The changes of a partition as a stream that groups can consume. It is filled by the writes of documents alone, and keeps
 * some 10,000 changes: a group that lags behind further misses some.
 *
 * @example
 * streams.consume(changeStream('products'), { group: 'newsletter' }, ({ payload }) => …);
 */
export function changeStream(collection: string, partition: Partition = null): Stream<Change> {
  const tag = partition === null ? collection : `${collection}.${partition}`;
  return Object.freeze({
    name: `changes of ${tag}`,
    id: `{${tag}}:changes`,
    keyOf: (keys: Keys) => keys.changes(collection, partition),
    trimming: null,
    encode: ({ op, id, version }: Change) => ['op', op, 'id', id, 'version', String(version)],
    decode: toChange,
  });
}
