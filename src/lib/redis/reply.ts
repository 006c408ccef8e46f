import { RESP_TYPES } from 'redis';
import type { RedisReply } from './redis-values.js';

/**
 * How the client is to decode replies. Maps come as `Map`, for its plain objects lose the key `__proto__`;
 * {@link toReply} makes objects of them.
 */
export const REPLY_TYPES = { [RESP_TYPES.MAP]: Map, [RESP_TYPES.BIG_NUMBER]: String } as const;

/** The same with Buffers for strings. */
export const BUFFER_REPLY_TYPES = { ...REPLY_TYPES, [RESP_TYPES.BLOB_STRING]: Buffer } as const;

/** An object without inherited members, quicker than `Object.create(null)`. */
class MapReply {
  [key: string]: RedisReply;
}
Reflect.deleteProperty(MapReply.prototype, 'constructor');
Object.setPrototypeOf(MapReply.prototype, null);
Object.freeze(MapReply.prototype);

/** A reply as the client decodes it with {@link REPLY_TYPES}. */
export type RawReply = string | number | boolean | null | Buffer | Error | RawReply[] | Map<RawReply, RawReply>;

/**
 * Makes the reply that the rooms see.
 * @throws the first error that lies inside the reply, as it does in that of EXEC.
 */
export function toReply(raw: RawReply): RedisReply {
  if (typeof raw !== 'object' || raw === null) return raw;
  if (Array.isArray(raw)) return isFlat(raw) ? raw : raw.map(toReply);
  if (raw instanceof Map) {
    const object = new MapReply();
    for (const [key, value] of raw) object[keyText(key)] = toReply(value);
    return object;
  }
  if (raw instanceof Error) throw raw;
  return raw;
}

/** Most lists hold plain values alone, and can stay as they are. */
function isFlat(list: RawReply[]): list is (string | number | boolean | null)[] {
  return list.every((item) => typeof item !== 'object' || item === null);
}

function keyText(key: RawReply): string {
  return typeof key === 'object' && !Buffer.isBuffer(key) ? JSON.stringify(key) : key.toString();
}
