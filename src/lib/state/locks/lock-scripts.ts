import { defineScript } from '../../redis/script.js';

/*
 * A lock is a set of its one holder: so freeing it if it is still ours is one command, SREM, and an empty set is no key.
 */

const COUNTER_TTL_MS = 86_400_000;

/**
 * Takes the lock if it is free. Answers the fencing token, or how many milliseconds are left of the lock as a number that is
 * not positive, nil when it does not expire. KEYS: lock, counter. ARGV: token, milliseconds.
 * A counter that is not there starts at the clock in microseconds, so that it also grows after it expired or was lost.
 */
export const ACQUIRE = defineScript(`#!lua
local lock, counter, token, ttl = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if redis.call('EXISTS', lock) == 1 then
  local left = redis.call('PTTL', lock)
  return left >= 0 and -left
end
redis.call('SADD', lock, token)
redis.call('PEXPIRE', lock, ttl)
local fencing = redis.call('INCR', counter)
if fencing == 1 then
  local now = redis.call('TIME')
  fencing = now[1] * 1000000 + now[2] + 1
  redis.call('SET', counter, string.format('%.0f', fencing), 'PX', ${COUNTER_TTL_MS})
end
return fencing
`);

/**
 * Lifts the counter to the fencing token that another server gave. Answers 1, or 0 when the lock is not ours.
 * KEYS: lock, counter. ARGV: token, fencing token.
 */
export const RAISE = defineScript(`#!lua
local lock, counter, token, fencing = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if redis.call('SISMEMBER', lock, token) == 0 then return 0 end
if tonumber(redis.call('GET', counter) or 0) < tonumber(fencing) then
  redis.call('SET', counter, fencing, 'PX', ${COUNTER_TTL_MS})
end
return 1
`);

/** Lets the lock live on if it is still ours. Answers 1, or 0 when it is not. KEYS: lock. ARGV: token, milliseconds. */
export const EXTEND = defineScript(`#!lua
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`);
