import { defineScript } from '../../redis/script.js';

/** Field of the hash that holds another value after each change; no id is blank. */
export const VERSION_FIELD = '';

const EXISTS = `local definition = redis.call('HGET', KEYS[1], 'definition')
if not definition or cjson.decode(definition).state == 'deleting' then return 'GONE' end`;

/** Stores a synonym while there is room and a collection. Answers 1 when it is new, else 0. */
export const PUT_SYNONYM = defineScript(`#!lua
${EXISTS}
local key, id, synonym, version, limit = KEYS[2], ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local isNew = redis.call('HEXISTS', key, id) == 0
local count = redis.call('HLEN', key) - redis.call('HEXISTS', key, '')
if isNew and count >= limit then return 'FULL' end
redis.call('HSET', key, id, synonym, '', version)
return isNew and 1 or 0
`);

/** Removes a synonym. Answers 1, or 0 when there is none. */
export const REMOVE_SYNONYM = defineScript(`#!lua
${EXISTS}
local removed = redis.call('HDEL', KEYS[2], ARGV[1])
if removed == 1 then redis.call('HSET', KEYS[2], '', ARGV[2]) end
return removed
`);
