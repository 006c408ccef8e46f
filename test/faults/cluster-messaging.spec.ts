import { createCollection } from '../../src/lib/collections/create-collection.js';
import { numeric } from '../../src/lib/collections/fields.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { followChanges } from '../../src/lib/documents/follow-changes.js';
import { defineEvents } from '../../src/lib/messaging/events/define-events.js';
import { EventBus } from '../../src/lib/messaging/events/event-bus.js';
import { defineQueue } from '../../src/lib/messaging/queues/define-queue.js';
import { Queues } from '../../src/lib/messaging/queues/queues.js';
import { defineStream } from '../../src/lib/messaging/streams/define-stream.js';
import { StreamBell } from '../../src/lib/messaging/streams/stream-bell.js';
import { Streams } from '../../src/lib/messaging/streams/streams.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { ActivityFeeds } from '../../src/lib/state/feeds/activity-feeds.js';
import { defineFeed } from '../../src/lib/state/feeds/define-feed.js';
import { defineHash } from '../../src/lib/state/hashes/define-hash.js';
import { HashStore } from '../../src/lib/state/hashes/hash-store.js';
import { OpenedConnections } from '../support/opened-connections.js';
import { until } from '../support/processes.js';
import { startCluster } from '../support/redis-cluster.js';
import type { RedisCluster } from '../support/redis-cluster.js';

const opened = new OpenedConnections();
const keys = createKeys('cluster-messaging');
const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'];
let cluster: RedisCluster;
let connection: RedisConnection;

beforeAll(async () => {
  cluster = await startCluster();
  connection = await opened.open({ ...cluster.options, commandTimeoutMs: 10_000 });
}, 90_000);
afterAll(async () => {
  await opened.close();
  await cluster.close();
});

it('streams are consumed, and effects committed, wherever they lie', async () => {
  const streams = new Streams(connection, keys, { onError: () => undefined });
  const sums = NAMES.map((name) => keys.state('sum', `{${name}}`));
  NAMES.forEach((name, index) => {
    const sum = sums[index]!;
    streams.consume(defineStream<number>(name), { group: 'g', maxTries: 2, retryBaseMs: 5 }, ({ payload, commit }) => {
      if (payload === 0) throw new Error('cannot');
      return commit({ keys: [sum], commands: [['INCRBY', sum, String(payload)]] });
    });
  });
  for (const name of NAMES) {
    for (const n of [0, 1, 2]) {
      await streams.add(defineStream<number>(name), n, { idempotencyKey: String(n) });
      await streams.add(defineStream<number>(name), n, { idempotencyKey: String(n) });
    }
  }
  await until('all entries', async () => {
    const groups = await Promise.all(NAMES.map((name) => streams.groups(defineStream<number>(name))));
    return groups.flat().every(({ pending, lag, deadLetters }) => pending === 0 && lag === 0 && deadLetters === 1);
  });
  expect(await Promise.all(sums.map((sum) => connection.send(['GET', sum])))).toEqual(NAMES.map(() => '3'));
  await streams.close();
});

it('queues work wherever they lie', async () => {
  const queues = new Queues(connection, keys, { onError: () => undefined });
  const done: string[] = [];
  for (const name of NAMES) {
    queues.work(defineQueue<number>(name), { retryBaseMs: 5 }, ({ payload, tries }) => {
      if (payload === 1 && tries === 1) throw new Error('not yet');
      done.push(`${name} ${payload}`);
    });
    await queues.add(defineQueue<number>(name), 1);
    await queues.add(defineQueue<number>(name), 2, { delayMs: 20 });
  }
  await until('all jobs', () => done.length === NAMES.length * 2);
  expect(done.toSorted()).toEqual(NAMES.flatMap((name) => [`${name} 1`, `${name} 2`]).toSorted());
  await queues.close();
});

it('events reach processes at every node', async () => {
  const event = defineEvents<{ news: number }>().channel('news');
  const heard: number[] = [];
  const buses = await Promise.all([1, 2, 3, 4].map(async () => new EventBus(await opened.open(cluster.options), keys)));
  await Promise.all(buses.map((bus) => bus.on(event, (n) => heard.push(n))));
  await buses[0]!.publish(event, 7);
  await until('all of them', () => heard.length === 4);
  await Promise.all(buses.map((bus) => bus.close()));
});

it('hash objects and feeds work wherever they lie', async () => {
  const carts = new HashStore(connection, keys, defineHash('cart', { items: 'integer' }, { ttlMs: 60_000 }));
  const feeds = new ActivityFeeds(connection, keys);
  const visits = defineFeed<number>('visits');
  await feeds.push(visits, NAMES, 1);
  for (const name of NAMES) {
    await carts.increment(name, 'items', 2);
    expect(await carts.take(name, ['items'])).toEqual({ items: 2 });
    expect((await feeds.page(visits, name)).map(({ entry }) => entry)).toEqual([1]);
    await feeds.clear(visits, name);
  }
});

it('changes of documents are followed over partitions at several nodes', async () => {
  const collection = createCollection('spread', null, { price: numeric() }, { partitions: 4 });
  const definitions = new DefinitionStore(connection, keys);
  await definitions.publish({ source: 'stored', serving: collection, other: null, state: 'ready' }, null);
  const access = { definitions: definitions.handle('spread'), connection, keys };
  const repository = new DocumentRepository(access);
  const bell = new StreamBell(connection);
  const end = new AbortController();
  const seen: string[] = [];
  const ids = Array.from({ length: 20 }, (_, n) => `d${n}`);
  for await (const notices of followChanges(access, bell, { signal: end.signal })) {
    for (const notice of notices) {
      if (notice.kind === 'ready') void Promise.all(ids.map((id) => repository.put({ id, price: 1 })));
      else if (notice.kind === 'change') seen.push(notice.change.id);
    }
    if (seen.length === ids.length) end.abort();
  }
  expect(seen.toSorted()).toEqual(ids.toSorted());
  await bell.close();
});
