import { defineScript } from '../../redis/script.js';

/**
 * Sets a string if it is what was expected. ARGV: `present` or `absent`, the expected value, the new one, its time to live
 * (empty: that of the old one stays). Answers 1 or 0.
 */
export const COMPARE_AND_SET = defineScript(`#!lua
local key, state, expected, value, ttl = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local stored = redis.call('GET', key)
if state == 'absent' then
  if stored then return 0 end
elseif stored ~= expected then
  return 0
end
if ttl == '' then redis.call('SET', key, value, 'KEEPTTL') else redis.call('SET', key, value, 'PX', ttl) end
return 1
`);

/** Deletes a string if it is what was expected. Answers 1 or 0. */
export const COMPARE_AND_DELETE = defineScript(`#!lua
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`);
