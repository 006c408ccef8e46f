import { defineScript } from '../../redis/script.js';

/** Clicks of a link that are kept singly. */
export const RECENT_CLICKS = 1_000;
/** Days whose clicks are counted. */
export const COUNTED_DAYS = 400;

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * Makes a link. KEYS: the link, the code by address, the list by clicks. ARGV: code, address, time to live (empty: for
 * good), `reuse` or empty, `1` when permanent. Answers `{'made'}`, `{'taken'}`, or `{'same', code}` of a former one.
 */
export const CREATE_LINK = defineScript(`#!lua
${NOW}
local link, by_url, top = KEYS[1], KEYS[2], KEYS[3]
local code, url, ttl, reuse, permanent = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if reuse ~= '' then
  local same = redis.call('GET', by_url)
  if same then return {'same', same} end
end
if redis.call('EXISTS', link) == 1 then return {'taken'} end
local created = string.format('%.0f', now)
redis.call('HSET', link, 'url', url, 'created', created, 'clicks', '0', 'permanent', permanent)
if reuse ~= '' then redis.call('SET', by_url, code) end
if ttl ~= '' then
  redis.call('HSET', link, 'expires', string.format('%.0f', now + ttl))
  redis.call('PEXPIREAT', link, string.format('%.0f', now + ttl))
  if reuse ~= '' then redis.call('PEXPIREAT', by_url, string.format('%.0f', now + ttl)) end
end
redis.call('ZADD', top, '0', code)
return {'made'}
`);

/**
 * Counts a click: in all, of the day, in the list of the last ones and in the list by clicks.
 * KEYS: the link, its recent clicks, its days, the list by clicks. ARGV: code, what is known of the click as JSON members.
 * Answers address and whether it is permanent, or nothing when there is no such link.
 */
export const FOLLOW_LINK = defineScript(`#!lua
${NOW}
local link, recent, days, top = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local url, permanent, expires = unpack(redis.call('HMGET', link, 'url', 'permanent', 'expires'))
if not url then return false end
local stamp = string.format('%.0f', now)
local clicks = redis.call('HINCRBY', link, 'clicks', 1)
redis.call('HSET', link, 'last', stamp)
redis.call('LPUSH', recent, '{"at":' .. stamp .. ARGV[2] .. '}')
redis.call('LTRIM', recent, 0, ${RECENT_CLICKS - 1})
local day = math.floor(now / 86400000)
if redis.call('HINCRBY', days, string.format('%.0f', day), 1) == 1 then
  for _, each in ipairs(redis.call('HKEYS', days)) do
    if tonumber(each) <= day - ${COUNTED_DAYS} then redis.call('HDEL', days, each) end
  end
end
if expires then
  redis.call('PEXPIREAT', recent, expires)
  redis.call('PEXPIREAT', days, expires)
end
redis.call('ZADD', top, -clicks, ARGV[1])
return {url, permanent}
`);

/** Deletes a link. KEYS: as FOLLOW_LINK, then the code by address. ARGV: code. Answers 1 or 0. */
export const REMOVE_LINK = defineScript(`#!lua
redis.call('ZREM', KEYS[4], ARGV[1])
if redis.call('GET', KEYS[5]) == ARGV[1] then redis.call('DEL', KEYS[5]) end
local removed = redis.call('DEL', KEYS[1])
redis.call('DEL', KEYS[2], KEYS[3])
return removed
`);

/** Takes a code off the list by clicks when its link has expired. KEYS: the link, the list. ARGV: code. */
export const FORGET_LINK = defineScript(`#!lua
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
return redis.call('ZREM', KEYS[2], ARGV[1])
`);
