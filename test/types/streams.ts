import { defineStream } from '../../src/lib/messaging/streams/define-stream.js';
import { OnStream } from '../../src/lib/messaging/streams/on-stream.decorator.js';
import type { StreamMessage } from '../../src/lib/messaging/streams/stream-message.js';
import type { Streams } from '../../src/lib/messaging/streams/streams.js';

interface Order {
  readonly order: string;
}
const orders = defineStream<Order>('orders');
declare const streams: Streams;

export class Handlers {
  @OnStream(orders, { group: 'billing', concurrency: 4 })
  async bill({ payload, tries }: StreamMessage<Order>): Promise<void> {
    payload.order satisfies string;
    tries satisfies number;
    await Promise.resolve();
  }

  // @ts-expect-error the entries of this stream have no sku
  @OnStream(orders, { group: 'billing' })
  wrong({ payload }: StreamMessage<{ readonly sku: string }>): void {
    payload.sku satisfies string;
  }
}

export async function check(): Promise<void> {
  await streams.add(orders, { order: 'a' });
  for await (const { payload } of streams.replay(orders)) payload.order satisfies string;
  streams.consume(orders, { group: 'g' }, ({ payload }) => payload.order satisfies string);
  await streams.groups(orders);

  // @ts-expect-error the payload lacks the order
  await streams.add(orders, {});
  // @ts-expect-error a consumer needs a group
  streams.consume(orders, {}, () => undefined);
}
