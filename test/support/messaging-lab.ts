import type { QueueName } from '../../src/lib/messaging/queues/define-queue.js';
import { Queues } from '../../src/lib/messaging/queues/queues.js';
import { Streams } from '../../src/lib/messaging/streams/streams.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { startConnectedEngine } from './connected-engine.js';

/** What entries and jobs of the tests hold. */
export interface Step {
  readonly n: number;
}

/** An engine, and streams and queues as processes of their own would have them. */
export interface MessagingLab {
  readonly url: string;
  readonly keys: Keys;
  readonly connection: RedisConnection;
  /** What `onError` was told in this test. */
  readonly reports: readonly string[];
  streams(): Streams;
  queues(): Queues;
  /** A name that nobody used before. */
  name(): string;
  /** Names of the keys that a queue has. */
  keysOf(queue: QueueName): Promise<readonly string[]>;
  /** Ends what a test opened, and forgets the reports. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function openMessagingLab(namespace: string): Promise<MessagingLab> {
  const engine = await startConnectedEngine();
  const { url, connection } = engine;
  const keys = createKeys(namespace);
  const reports: string[] = [];
  const onError = (error: unknown, where: string) => reports.push(`${where}: ${String(error)}`);
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  let names = 0;
  return {
    url,
    keys,
    connection,
    reports,
    streams: () => keep(new Streams(connection, keys, { onError })),
    queues: () => keep(new Queues(connection, keys, { onError })),
    name: () => `steps-${++names}`,
    async keysOf({ name }) {
      const pattern = keys.state('queue', `{${name}}`, '*');
      const reply = await connection.send(['SCAN', '0', 'MATCH', pattern, 'COUNT', '10000']);
      return (reply as [string, string[]])[1];
    },
    async settle() {
      await Promise.all(opened.splice(0).map((one) => one.close()));
      reports.length = 0;
    },
    close: () => engine.close(),
  };
}

/** The numbers from 0 on. */
export const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
