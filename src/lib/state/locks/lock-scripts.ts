import { defineScript } from '../../redis/script.js';

/**
 * Takes the lock if it is free. Answers `[1, fencing token]`, or `[0, milliseconds until it expires]`.
 * A counter that is not there starts at the clock in microseconds, so that it also grows after it expired or was lost.
 */
export const ACQUIRE = defineScript(`#!lua
local lock, counter, token, ttl, counter_ttl = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
if not redis.call('SET', lock, token, 'NX', 'PX', ttl) then
  return {0, redis.call('PTTL', lock)}
end
local fencing = redis.call('INCR', counter)
if fencing == 1 then
  local now = redis.call('TIME')
  fencing = now[1] * 1000000 + now[2] + 1
  redis.call('SET', counter, string.format('%.0f', fencing), 'PX', counter_ttl)
else
  redis.call('PEXPIRE', counter, counter_ttl)
end
return {1, fencing}
`);

/** Lifts the counter to the fencing token that another server gave. Answers 1, or 0 when the lock is not ours. */
export const RAISE = defineScript(`#!lua
local lock, counter, token, fencing, counter_ttl = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
if redis.call('GET', lock) ~= token then return 0 end
if tonumber(redis.call('GET', counter) or 0) < tonumber(fencing) then
  redis.call('SET', counter, fencing, 'PX', counter_ttl)
end
return 1
`);

/** Lets the lock live on if it is still ours. Answers 1, or 0 when it is not. */
export const EXTEND = defineScript(`#!lua
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`);

/** Frees the lock if it is still ours. Answers 1, or 0 when it is not. */
export const RELEASE = defineScript(`#!lua
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`);
