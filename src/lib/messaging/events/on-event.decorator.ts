import { markMethod } from '../discover-handlers.js';
import type { HandlerDecorator } from '../discover-handlers.js';
import type { EventTopic } from './define-events.js';
import type { EventHandler } from './event-bus.js';

export const EVENT_TOPIC = Symbol('aisle:event-topic');
export const EVENT_GAP = Symbol('aisle:event-gap');

/** Decorates a method; one that does not take the payload does not compile. */
export type EventMethodDecorator<Payload> = HandlerDecorator<EventHandler<Payload>>;

/**
 * Calls a method of a provider with the events of a channel or pattern, see `EventsModule`.
 *
 * @example
 * \@OnEvent(events.channel('orders.paid'))
 * send({ order }: { readonly order: string }) { … }
 */
export function OnEvent<Payload>(topic: EventTopic<Payload>): EventMethodDecorator<Payload> {
  return (prototype, name) => {
    markMethod(EVENT_TOPIC, topic, prototype, name);
  };
}

/** Calls a method of a provider when events may have been missed, so that it can read anew what they tell of. */
export function OnEventGap(): HandlerDecorator<() => unknown> {
  return (prototype, name) => {
    markMethod(EVENT_GAP, true, prototype, name);
  };
}
