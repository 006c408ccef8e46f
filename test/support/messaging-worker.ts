// A process that takes entries of a stream, or jobs of a queue, until it is killed: <stream|queue> <url of the engine>
import { setTimeout as sleep } from 'node:timers/promises';
import { defineQueue } from '../../src/lib/messaging/queues/define-queue.js';
import { Queues } from '../../src/lib/messaging/queues/queues.js';
import { defineStream } from '../../src/lib/messaging/streams/define-stream.js';
import { Streams } from '../../src/lib/messaging/streams/streams.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';

export const keys = createKeys('faults');
export const stream = defineStream<number>('numbers');
export const queue = defineQueue<number>('numbers');
export const GROUP = 'adders';
/** What the effects of entries add up to. */
export const SUM = keys.state('stream', '{numbers}', 'sum');
/** Hash of how often each job was handled to its end. */
export const HANDLED = keys.state('queue', '{numbers}', 'handled');

async function main(kind: string, url: string): Promise<void> {
  const connection = await openConnection({ url, requireModules: false, reconnect: { maxMs: 100 } });
  const onError = () => undefined;
  if (kind === 'stream') {
    const options = { group: GROUP, concurrency: 8, claimAfterMs: 400, maxTries: 1_000, retryBaseMs: 20 };
    new Streams(connection, keys, { onError }).consume(stream, options, async ({ payload, commit }) => {
      await sleep(Math.random() * 20);
      await commit({ keys: [SUM], commands: [['INCRBY', SUM, String(payload)]] });
    });
  } else {
    const options = { concurrency: 8, visibilityMs: 400, maxTries: 1_000, retryBaseMs: 20 };
    new Queues(connection, keys, { onError }).work(queue, options, async ({ id }) => {
      await sleep(Math.random() * 20);
      await connection.send(['HINCRBY', HANDLED, id, '1']);
    });
  }
  process.stdout.write('ready\n');
}

const [, file, kind, url] = process.argv;
if (file?.endsWith('messaging-worker.ts') === true && kind !== undefined && url !== undefined) void main(kind, url);
