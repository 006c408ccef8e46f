import { defineScript } from '../../redis/script.js';

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * Adds to the total and to the bucket of this moment, and drops old buckets when a new one begins.
 * KEYS: total, buckets. ARGV: amount, length of a bucket, time that buckets are kept. Answers the total.
 */
export const ADD_TO_COUNTER = defineScript(`#!lua
${NOW}
local total, buckets = KEYS[1], KEYS[2]
local by, length, keep = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local bucket = string.format('%.0f', math.floor(now / length))
local sum = redis.call('INCRBY', total, by)
if redis.call('HEXISTS', buckets, bucket) == 0 then
  local oldest = math.floor((now - keep) / length)
  for _, each in ipairs(redis.call('HKEYS', buckets)) do
    if tonumber(each) < oldest then redis.call('HDEL', buckets, each) end
  end
end
redis.call('HINCRBY', buckets, bucket, by)
redis.call('PEXPIRE', buckets, keep + length)
return sum
`);

/** What was added in a window up to now, by whole buckets. KEYS: buckets. ARGV: length of a bucket, window. */
export const COUNT_WINDOW = defineScript(`#!lua
${NOW}
local length, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local oldest = math.floor((now - window) / length)
local fields = redis.call('HGETALL', KEYS[1])
local sum = 0
for i = 1, #fields, 2 do
  if tonumber(fields[i]) > oldest then sum = sum + tonumber(fields[i + 1]) end
end
return sum
`);
