import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import { assertMessagingName, encodeJson } from '../payloads.js';

export interface StreamOptions {
  /** Entries that are kept, roughly and at least, 1 to 100,000,000. @default 100000 */
  readonly maxLength?: number;
  /** Milliseconds that entries are kept, roughly and at least, 1,000 to ten years; then `maxLength` does not count. */
  readonly maxAgeMs?: number;
}

/** How a stream is trimmed when something is added. */
export type StreamTrimming =
  { readonly by: 'length'; readonly maxLength: number } | { readonly by: 'age'; readonly maxAgeMs: number };

/** A stream, whatever its entries carry. */
export interface StreamName {
  readonly name: string;
  /** What its other keys are named by; its hash tag puts them in the slot of the stream. */
  readonly id: string;
  readonly keyOf: (keys: Keys) => string;
  /** Null: not added to by `Streams`. */
  readonly trimming: StreamTrimming | null;
}

/** A stream whose entries carry a `Payload`. */
export interface Stream<Payload> extends StreamName {
  readonly encode: (payload: Payload) => readonly string[];
  readonly decode: (fields: ReadonlyMap<string, string>, id: string) => Payload;
}

/** The field that holds the JSON of a payload. */
const PAYLOAD = 'payload';

/**
 * Declares a stream. Entries beyond what is kept are gone, read or not: keep more than the slowest group may lag behind.
 *
 * @example
 * const orders = defineStream<{ readonly order: string }>('orders', { maxLength: 1_000_000 });
 * @throws INVALID_VALUE
 */
export function defineStream<Payload>(name: string, options: StreamOptions = {}): Stream<Payload> {
  assertMessagingName('stream', name);
  return Object.freeze({
    name,
    id: `{${name}}`,
    keyOf: (keys: Keys) => keys.state('stream', `{${name}}`),
    trimming: resolveTrimming(options),
    encode: (payload: Payload) => [PAYLOAD, encodeJson(payload, `An entry of the stream "${name}"`)],
    decode: (fields: ReadonlyMap<string, string>) => JSON.parse(fields.get(PAYLOAD) ?? '') as Payload,
  });
}

function resolveTrimming({ maxLength = 100_000, maxAgeMs }: StreamOptions): StreamTrimming {
  assertWithin('stream option "maxLength"', maxLength, { min: 1, max: 100_000_000 });
  if (maxAgeMs === undefined) return Object.freeze({ by: 'length', maxLength });
  assertWithin('stream option "maxAgeMs"', maxAgeMs, { min: 1_000, max: 3_660 * 86_400_000 });
  return Object.freeze({ by: 'age', maxAgeMs });
}
