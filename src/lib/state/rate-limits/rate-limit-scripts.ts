import { defineScript } from '../../redis/script.js';
import type { Script } from '../../redis/script.js';
import type { RateLimitAlgorithm } from './rate-limit-options.js';

/** Reads the engine's clock, in milliseconds. All servers that share an engine share it. */
export const ENGINE_CLOCK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * The script of an algorithm. It touches one key and writes only what it allows. Times and levels are whole numbers, so
 * that nothing is lost to rounding. Answers `[allowed, remaining, reset, retry, now]`: milliseconds until everything is
 * available again, and until this request would be allowed.
 * @param clock Lua that sets `now`
 */
export function rateLimitScript(algorithm: RateLimitAlgorithm, clock = ENGINE_CLOCK): Script {
  return defineScript(`#!lua
local key = KEYS[1]
local cost, limit, window, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
${clock}${BODIES[algorithm]}`);
}

/** A list of the times of the requests that were allowed, oldest first. */
const SLIDING_WINDOW_LOG = `
now = math.max(now, tonumber(redis.call('LINDEX', key, -1) or 0))
while true do
  local first = redis.call('LINDEX', key, 0)
  if not first or tonumber(first) > now - window then break end
  redis.call('LPOP', key)
end
local used = redis.call('LLEN', key)
if used + cost <= limit then
  for _ = 1, cost do redis.call('RPUSH', key, now) end
  redis.call('PEXPIRE', key, window)
  return {1, limit - used - cost, window, 0, now}
end
local newest = redis.call('LINDEX', key, -1)
local hindering = redis.call('LINDEX', key, used + cost - limit - 1)
return {0, limit - used, newest + window - now, hindering + window - now, now}
`;

/** Counts of this window and of the one before; all of a window expire together. Uses are compared in requests times milliseconds. */
const SLIDING_WINDOW_COUNTER = `
local stored = redis.call('HMGET', key, 'window', 'current', 'previous')
local known = tonumber(stored[1] or -1)
local index = math.floor(now / window)
if known > index then
  index = known
  now = index * window
end
local current, previous = 0, 0
if index == known then current, previous = tonumber(stored[2]), tonumber(stored[3])
elseif index == known + 1 then previous = tonumber(stored[2] or 0) end

local left = window - (now - index * window)
local used = previous * left + current * window
if used + cost * window <= limit * window then
  redis.call('HSET', key, 'window', index, 'current', current + cost, 'previous', previous)
  if index ~= known then redis.call('PEXPIRE', key, left + window) end
  return {1, math.floor((limit * window - used) / window) - cost, left + window, 0, now}
end
local reset = current > 0 and left + window or left
local retry
if current + cost <= limit then retry = left - math.floor((limit - current - cost) * window / previous)
else retry = left + window - math.floor((limit - cost) * window / current) end
return {0, math.max(0, math.floor((limit * window - used) / window)), reset, retry, now}
`;

/** A level and when it was so. A token is \`window\` units, and \`limit\` units flow in each millisecond. */
const TOKEN_BUCKET = `
local stored, at = unpack(redis.call('HMGET', key, 'level', 'at'))
local full = burst * window
local level = full
if stored then
  now = math.max(now, tonumber(at))
  level = math.min(full, stored + (now - at) * limit)
end
if level >= cost * window then
  level = level - cost * window
  local reset = math.ceil((full - level) / limit)
  redis.call('HSET', key, 'level', level, 'at', now)
  redis.call('PEXPIRE', key, reset)
  return {1, math.floor(level / window), reset, 0, now}
end
return {0, math.floor(level / window), math.ceil((full - level) / limit), math.ceil((cost * window - level) / limit), now}
`;

const BODIES: Readonly<Record<RateLimitAlgorithm, string>> = {
  'sliding-window-log': SLIDING_WINDOW_LOG,
  'sliding-window-counter': SLIDING_WINDOW_COUNTER,
  'token-bucket': TOKEN_BUCKET,
};
