import { Global, Injectable, Module, Scope } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AisleModule } from '../../src/lib/aisle.module.js';
import { createCollection } from '../../src/lib/collections/create-collection.js';
import { numeric, text } from '../../src/lib/collections/fields.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { defineEvents } from '../../src/lib/messaging/events/define-events.js';
import { EventBus } from '../../src/lib/messaging/events/event-bus.js';
import type { EventContext } from '../../src/lib/messaging/events/event-bus.js';
import { EventsModule } from '../../src/lib/messaging/events/events.module.js';
import { OnEvent, OnEventGap } from '../../src/lib/messaging/events/on-event.decorator.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../src/lib/redis/redis.tokens.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import { forAllTests } from '../support/for-all-tests.js';
import { until } from '../support/processes.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

interface ShopEvents {
  'orders.paid': { readonly order: number };
  'orders.sent': { readonly order: number };
  'odd[1]?': number;
}
const events = defineEvents<ShopEvents>();
const paid = events.channel('orders.paid');
const keys = createKeys('events-test');

const engine = forAllTests(() => startConnectedEngine());

/** The engine's address by way of a proxy. */
const urlAt = (port: number) => Object.assign(new URL(engine().url), { port: String(port) }).href;

describe('the event bus', () => {
  it('carries events to all processes of the namespace, in order, its own among them', async () => {
    const connections = await Promise.all([0, 1].map(() => openConnection({ url: engine().url })));
    const heard = await Promise.all(
      [engine().connection, ...connections].map(async (each) => {
        const orders: number[] = [];
        await new EventBus(each, keys).on(paid, ({ order }) => orders.push(order));
        return orders;
      }),
    );
    const stranger: number[] = [];
    await new EventBus(engine().connection, createKeys('other')).on(paid, ({ order }) => stranger.push(order));
    const bus = new EventBus(engine().connection, keys);
    const wanted = Array.from({ length: 200 }, (_, order) => order);
    await Promise.all(wanted.map((order) => bus.publish(paid, { order })));
    await until('all events', () => heard.every((orders) => orders.length === 200));
    expect(heard).toEqual([wanted, wanted, wanted]);
    expect(stranger).toEqual([]);
    await Promise.all(connections.map((each) => each.close()));
  });

  it('tells handlers of patterns the channel, and takes only * as special', async () => {
    const heard: string[] = [];
    const bus = new EventBus(engine().connection, keys);
    const note = (payload: unknown, { channel }: EventContext) => heard.push(`${channel} ${JSON.stringify(payload)}`);
    await bus.on(events.pattern('orders.*'), note);
    await bus.on(events.pattern('odd[1]?'), note);
    await bus.publish(events.channel('orders.sent'), { order: 1 });
    await engine().connection.send(['PUBLISH', keys.state('events', 'odd1x'), '1']);
    await bus.publish(events.channel('odd[1]?'), 2);
    await until('the last event', () => heard.length === 2);
    expect(heard).toEqual(['orders.sent {"order":1}', 'odd[1]? 2']);
    await bus.close();
  });

  it('lets no failing handler harm another, and reports what is thrown or no JSON', async () => {
    const reports: string[] = [];
    const heard: number[] = [];
    const onError = (error: unknown, where: string) => reports.push(`${where}: ${String(error)}`);
    const bus = new EventBus(engine().connection, keys, { onError });
    await bus.on(paid, () => {
      throw new Error('at once');
    });
    await bus.on(paid, () => Promise.reject(new Error('later')));
    await bus.on(paid, ({ order }) => heard.push(order));
    await engine().connection.send(['PUBLISH', keys.state('events', 'orders.paid'), '{"order":']);
    await bus.publish(paid, { order: 7 });
    await until('the event', () => heard.length === 1);
    await bus.close();
    expect(heard).toEqual([7]);
    expect(reports.slice(0, 3).every((report) => report.startsWith('An event of "orders.paid" is no JSON'))).toBe(true);
    expect(reports.slice(3)).toEqual([
      'It was thrown by a handler of "orders.paid": Error: at once',
      'It was thrown by a handler of "orders.paid": Error: later',
    ]);
  });

  it('waits for its handlers when it is closed, and calls none afterwards', async () => {
    const bus = new EventBus(engine().connection, keys);
    const steps: string[] = [];
    let release!: () => void;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await bus.on(paid, async () => {
      steps.push('begun');
      await gate;
      steps.push('done');
    });
    await bus.publish(paid, { order: 1 });
    await until('the handler', () => steps.length === 1);
    const closed = bus.close().then(() => steps.push('closed'));
    release();
    await closed;
    await bus.publish(paid, { order: 2 });
    expect(steps).toEqual(['begun', 'done', 'closed']);
  });

  it.each([[undefined], [() => 1]])('refuses the payload %p', async (payload) => {
    await expect(new EventBus(engine().connection, keys).publish(paid as never, payload)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
  });

  it('refuses names that are not usable', () => {
    const named = defineEvents<Record<string, string>>();
    for (const name of ['', 'a b', 'a*', 'a\n', 'x'.repeat(201)]) {
      expect(() => named.channel(name)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
    }
  });
});

describe('decorated methods', () => {
  const heard: string[] = [];

  @Injectable()
  class Mailer {
    readonly name = 'mailer';
    @OnEvent(paid)
    @OnEvent(events.channel('orders.sent'))
    async note({ order }: { readonly order: number }, { channel }: EventContext) {
      await Promise.resolve();
      heard.push(`${this.name} ${channel} ${order}`);
    }
    @OnEventGap()
    missed() {
      heard.push(`${this.name} gap`);
    }
  }

  const start = async (provider: new () => object, port: number) => {
    @Module({ providers: [provider] })
    class ShopModule {}
    const redis = { url: urlAt(port), reconnect: { maxMs: 50 } };
    @Module({ imports: [AisleModule.forRoot({ redis, namespace: 'nest' }), EventsModule.forRoot(), ShopModule] })
    class AppModule {}
    return NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  };

  it('hear events and gaps while the application runs', async () => {
    const proxy = await startTcpProxy(Number(new URL(engine().url).port));
    const app = await start(Mailer, proxy.port);
    const bus = new EventBus(engine().connection, createKeys('nest'));
    expect(await bus.publish(paid, { order: 1 })).toBe(1);
    await bus.publish(events.channel('orders.sent'), { order: 2 });
    await until('both', () => heard.length === 2);
    proxy.hangUp();
    await until('the gap', () => heard.length === 3);
    await bus.publish(paid, { order: 3 });
    await until('an event after the gap', () => heard.length === 4);
    await app.close();
    expect(await bus.publish(paid, { order: 4 })).toBe(0);
    expect(heard).toEqual(['mailer orders.paid 1', 'mailer orders.sent 2', 'mailer gap', 'mailer orders.paid 3']);
    await proxy.close();
  });

  it('are refused on providers that are made for each request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest {
      @OnEvent(paid)
      note() {
        return undefined;
      }
    }
    @Global()
    @Module({
      providers: [
        { provide: AISLE_CONNECTION, useValue: engine().connection },
        { provide: AISLE_KEYS, useValue: keys },
      ],
      exports: [AISLE_CONNECTION, AISLE_KEYS],
    })
    class CoreModule {}
    @Module({ imports: [CoreModule, EventsModule.forRoot()], providers: [PerRequest] })
    class AppModule {}
    const started = NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
    await expect(started).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('PerRequest.note'),
    });
  });
});

describe('definitions known to several processes', () => {
  const first = createCollection('watched', null, { price: numeric() }, {});
  const second = createCollection('watched', null, { price: numeric(), name: text() }, {});
  const third = createCollection('watched', null, { name: text() }, {});
  const ready = { source: 'stored', other: null, state: 'ready' } as const;
  const patient = { maxAgeMs: 3_600_000 };

  it('are read anew as soon as another one changes or deletes them, and after a gap', async () => {
    const proxy = await startTcpProxy(Number(new URL(engine().url).port));
    const remote = await openConnection({ url: urlAt(proxy.port), reconnect: { maxMs: 50 } });
    const writer = new DefinitionStore(engine().connection, keys);
    const reader = new DefinitionStore(remote, keys, patient);
    await reader.watch();
    const current = async () => Object.keys((await reader.handle('watched').current()).serving.fields).join();

    let record = await writer.publish({ ...ready, serving: first }, null);
    expect(await current()).toBe('price');
    record = await writer.publish({ ...ready, serving: second }, record);
    await until('the second definition', async () => (await current()) === 'price,name');

    // The hint of this one is lost with the connection: what is known then is not trusted.
    proxy.hangUp();
    record = await writer.publish({ ...ready, serving: third }, record);
    await until('the third definition', async () => (await current().catch(() => '')) === 'name');

    await writer.erase(record);
    await until('the deletion', async () => {
      const outcome = await current().then(
        () => 'there',
        (error: unknown) => (error as { code: string }).code,
      );
      return outcome === 'COLLECTION_NOT_FOUND';
    });
    await remote.close();
    await proxy.close();
  });
});
