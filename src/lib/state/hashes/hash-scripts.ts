import { defineScript } from '../../redis/script.js';

/**
 * Writes fields in one step. KEYS: hash. ARGV: condition (`any`, `absent`, `replace`), life of the object and of the fields
 * in milliseconds (0: not set), how many fields are set, then name and value of each, then the names of those taken away.
 * Answers 1, or 0 when the condition did not hold.
 */
export const WRITE_FIELDS = defineScript(`#!lua
local key, condition, ttl, field_ttl, count = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if condition == 'absent' and redis.call('EXISTS', key) == 1 then return 0 end
if condition == 'replace' then redis.call('DEL', key) end
local last = 4 + 2 * count
if count > 0 then
  redis.call('HSET', key, unpack(ARGV, 5, last))
  if field_ttl > 0 then
    local names = {}
    for i = 5, last, 2 do names[#names + 1] = ARGV[i] end
    redis.call('HPEXPIRE', key, field_ttl, 'FIELDS', count, unpack(names))
  end
end
if #ARGV > last then redis.call('HDEL', key, unpack(ARGV, last + 1)) end
if ttl > 0 then redis.call('PEXPIRE', key, ttl) end
return 1
`);

/** Counts a field up. KEYS: hash. ARGV: command, field, amount, life of the object (0: not set). Answers the new value. */
export const COUNT_FIELD = defineScript(`#!lua
local value = redis.call(ARGV[1], KEYS[1], ARGV[2], ARGV[3])
if tonumber(ARGV[4]) > 0 then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return value
`);

/** Reads fields and takes them away. KEYS: hash. ARGV: names. */
export const TAKE_FIELDS = defineScript(`#!lua
local values = redis.call('HMGET', KEYS[1], unpack(ARGV))
redis.call('HDEL', KEYS[1], unpack(ARGV))
return values
`);

/** Reads fields and lets them live on for so long. KEYS: hash. ARGV: milliseconds, names. */
export const TOUCH_FIELDS = defineScript(`#!lua
local values = redis.call('HMGET', KEYS[1], unpack(ARGV, 2))
redis.call('HPEXPIRE', KEYS[1], ARGV[1], 'FIELDS', #ARGV - 1, unpack(ARGV, 2))
return values
`);
