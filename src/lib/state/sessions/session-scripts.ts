import { defineScript } from '../../redis/script.js';

/**
 * A user's sessions lie in two keys of one slot: a hash with the members of all of them (`<id>:created`, `:active`,
 * `:data`, `:revision`, and `user`), and a sorted set of their ids by the time they expire. Both expire with the last one.
 */
const PRELUDE = `#!lua
local record, expiry = KEYS[1], KEYS[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function forget(id)
  redis.call('ZREM', expiry, id)
  redis.call('HDEL', record, id .. ':created', id .. ':active', id .. ':data', id .. ':revision')
end

local function forget_expired()
  for _, id in ipairs(redis.call('ZRANGE', expiry, '-inf', now, 'BYSCORE')) do forget(id) end
end

local function expire_with_last()
  local last = redis.call('ZRANGE', expiry, -1, -1, 'WITHSCORES')[2]
  if not last then return redis.call('DEL', record) end
  redis.call('PEXPIREAT', record, last)
  redis.call('PEXPIREAT', expiry, last)
end
`;

/** Stores a new session. Answers when it expires. */
export const CREATE = defineScript(`${PRELUDE}
local id, user, data, ttl, max_age, max_per_user = unpack(ARGV)
forget_expired()
local surplus = redis.call('ZCARD', expiry) + 1 - max_per_user
if surplus > 0 then
  for _, first in ipairs(redis.call('ZRANGE', expiry, 0, surplus - 1)) do forget(first) end
end
local expires = now + math.min(ttl, max_age)
redis.call('HSET', record, 'user', user, id .. ':created', now, id .. ':active', now, id .. ':data', data, id .. ':revision', 1)
redis.call('ZADD', expiry, expires, id)
expire_with_last()
return expires
`);

/**
 * Uses a session: it is active now, and expires later. Writes data when it still has the revision that is named.
 * Answers `[written, user, data, revision, created, active, expires]`, or nil when there is no such session.
 */
export const USE = defineScript(`${PRELUDE}
local id, ttl, max_age, known, changed = unpack(ARGV)
local ends = redis.call('ZSCORE', expiry, id)
if not ends then return false end
local user, data, revision, created = unpack(redis.call('HMGET', record, 'user', id .. ':data', id .. ':revision', id .. ':created'))
local expires = math.min(now + ttl, created + max_age)
if tonumber(ends) <= now or expires <= now then
  forget(id)
  expire_with_last()
  return false
end
local written = 0
if known == revision then
  written, data, revision = 1, changed, revision + 1
  redis.call('HSET', record, id .. ':data', data, id .. ':revision', revision)
end
redis.call('HSET', record, id .. ':active', now)
redis.call('ZADD', expiry, expires, id)
if expires < tonumber(ends) then
  expire_with_last()
else
  redis.call('PEXPIREAT', record, expires, 'GT')
  redis.call('PEXPIREAT', expiry, expires, 'GT')
end
return {written, user, data, tonumber(revision), tonumber(created), now, expires}
`);

/** Ends a session. Answers 1, or 0 when there was none. */
export const DESTROY = defineScript(`${PRELUDE}
local ends = redis.call('ZSCORE', expiry, ARGV[1])
forget(ARGV[1])
expire_with_last()
return (ends and tonumber(ends) > now) and 1 or 0
`);

/** Ends all sessions of the user but the one that is named. Answers how many. */
export const DESTROY_ALL = defineScript(`${PRELUDE}
forget_expired()
local ended = 0
for _, id in ipairs(redis.call('ZRANGE', expiry, 0, -1)) do
  if id ~= ARGV[1] then
    forget(id)
    ended = ended + 1
  end
end
expire_with_last()
return ended
`);

/** Answers `[id, data, created, active, expires]` of each session, the one that expires last first. */
export const LIST = defineScript(`${PRELUDE}
forget_expired()
expire_with_last()
local sessions = {}
local ids = redis.call('ZRANGE', expiry, 0, -1, 'REV', 'WITHSCORES')
for index = 1, #ids, 2 do
  local id, expires = ids[index], ids[index + 1]
  local data, created, active = unpack(redis.call('HMGET', record, id .. ':data', id .. ':created', id .. ':active'))
  sessions[#sessions + 1] = {id, data, tonumber(created), tonumber(active), tonumber(expires)}
end
return sessions
`);
