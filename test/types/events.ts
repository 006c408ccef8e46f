import { defineEvents } from '../../src/lib/messaging/events/define-events.js';
import type { EventBus } from '../../src/lib/messaging/events/event-bus.js';
import { OnEvent } from '../../src/lib/messaging/events/on-event.decorator.js';

interface ShopEvents {
  'orders.paid': { readonly order: string };
  'orders.sent': { readonly order: string; readonly parcel: string };
  'stock.low': { readonly sku: string };
}
const events = defineEvents<ShopEvents>();
declare const bus: EventBus;

export class Handlers {
  @OnEvent(events.channel('orders.paid'))
  one({ order }: { readonly order: string }): void {
    order satisfies string;
  }

  @OnEvent(events.pattern('orders.*'))
  many({ order }: { readonly order: string }, { channel }: { readonly channel: string }): string {
    return order + channel;
  }

  @OnEvent(events.pattern('*'))
  all(): void {}

  // @ts-expect-error an event of this channel has no sku
  @OnEvent(events.channel('orders.paid'))
  wrong({ sku }: { readonly sku: string }): void {
    sku satisfies string;
  }
}

export async function check(): Promise<void> {
  await bus.publish(events.channel('stock.low'), { sku: 'a' });
  await bus.on(events.pattern('orders.*'), (payload) => payload.order satisfies string);

  // @ts-expect-error there is no such channel
  events.channel('orders.lost');
  // @ts-expect-error it matches no channel
  events.pattern('bills.*');
  // @ts-expect-error the payload lacks the parcel
  await bus.publish(events.channel('orders.sent'), { order: 'a' });
  // @ts-expect-error not all orders have a parcel
  await bus.on(events.pattern('orders.*'), (payload) => payload.parcel);
}
