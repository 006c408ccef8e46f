import { markMethod } from '../discover-handlers.js';
import type { HandlerDecorator } from '../discover-handlers.js';
import type { ConsumerOptions } from './consumer-options.js';
import type { Stream } from './define-stream.js';
import type { StreamHandler } from './stream-consumer.js';

export const STREAM_HANDLER = Symbol('aisle:stream-handler');

export interface StreamMark {
  readonly stream: Stream<unknown>;
  readonly options: ConsumerOptions;
}

/** Decorates a method; one that does not take the payload does not compile. */
export type StreamMethodDecorator<Payload> = HandlerDecorator<StreamHandler<Payload>>;

/**
 * Hands the entries of a stream to a method of a provider, as a member of a group, see `StreamsModule`.
 *
 * @example
 * \@OnStream(orders, { group: 'billing', concurrency: 4 })
 * async bill({ payload }: StreamMessage<Order>) { … }
 */
export function OnStream<Payload>(stream: Stream<Payload>, options: ConsumerOptions): StreamMethodDecorator<Payload> {
  return (prototype, name) => {
    markMethod(STREAM_HANDLER, { stream, options }, prototype, name);
  };
}
