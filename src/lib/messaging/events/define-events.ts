import { AisleError } from '../../errors/aisle-error.js';

/** A channel of events that carry a `Payload`. */
export interface EventChannel<Payload> {
  readonly kind: 'channel';
  readonly name: string;
  /** Carries the type alone and is never there. */
  readonly payload?: Payload;
}

/** Several channels: `*` stands for any characters. */
export interface EventPattern<Payload> {
  readonly kind: 'pattern';
  readonly name: string;
  /** Carries the type alone and is never there. */
  readonly payload?: Payload;
}

export type EventTopic<Payload> = EventChannel<Payload> | EventPattern<Payload>;

/** What a pattern matches: `orders.*` any name that begins so. */
type Matching<Pattern extends string> = Pattern extends `${infer Head}*${infer Tail}`
  ? `${Head}${string}${Matching<Tail>}`
  : Pattern;

/** The names of the channels that a pattern matches. */
type ChannelsOf<Events, Pattern extends string> = Extract<keyof Events, Matching<Pattern>>;

/** Makes channels and patterns of the events that a type lists. */
export interface EventDefinitions<Events extends object> {
  /** @throws INVALID_VALUE when the name is not usable */
  channel<Name extends keyof Events & string>(name: Name): EventChannel<Events[Name]>;

  /** The payload is that of any channel that matches; a pattern that matches none does not compile. */
  pattern<Pattern extends string>(
    pattern: [ChannelsOf<Events, Pattern>] extends [never] ? never : Pattern,
  ): EventPattern<Events[ChannelsOf<Events, Pattern>]>;
}

/**
 * Declares events by a type that maps each channel to what it carries.
 *
 * @example
 * interface ShopEvents {
 *   'orders.paid': { readonly order: string };
 *   'orders.sent': { readonly order: string; readonly parcel: string };
 * }
 * const events = defineEvents<ShopEvents>();
 * const paid = events.channel('orders.paid');
 * const anyOrder = events.pattern('orders.*');
 */
export function defineEvents<Events extends object>(): EventDefinitions<Events> {
  return Object.freeze({
    channel: (name: string) => Object.freeze({ kind: 'channel', name: checked('channel', name, CHANNEL_NAME) }),
    pattern: (name: string) => Object.freeze({ kind: 'pattern', name: checked('pattern', name, PATTERN_NAME) }),
  });
}

const CHANNEL_NAME = /^[^\s*\p{Cc}\p{Cs}]{1,200}$/u;
const PATTERN_NAME = /^[^\s\p{Cc}\p{Cs}]{1,200}$/u;

function checked(kind: 'channel' | 'pattern', name: string, allowed: RegExp): string {
  if (allowed.test(name)) return name;
  const without = kind === 'channel' ? 'blanks, * and control characters' : 'blanks and control characters';
  throw new AisleError(
    'INVALID_VALUE',
    `"${name}" cannot name a ${kind} of events. Use 1 to 200 characters without ${without}.`,
  );
}
