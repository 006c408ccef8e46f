import { defineScript } from '../../redis/script.js';

/** A session is a hash with `data` and `created`; one that was ended leaves `ended` behind for a while. */
const PRELUDE = `#!lua
local key = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function end_it(tombstone)
  redis.call('DEL', key)
  redis.call('HSET', key, 'ended', 1)
  redis.call('PEXPIRE', key, tombstone)
end
`;

/** Stores a session, unless it was ended meanwhile: a slow request must not bring it back. */
export const STORE = defineScript(`${PRELUDE}
local data, ttl, max_age, tombstone = unpack(ARGV)
if redis.call('HEXISTS', key, 'ended') == 1 then return 0 end
local created = redis.call('HGET', key, 'created') or now
local left = math.min(ttl, created + max_age - now)
if left <= 0 then
  end_it(tombstone)
  return 0
end
redis.call('HSET', key, 'data', data, 'created', created)
redis.call('PEXPIRE', key, left)
return 1
`);

/** Lets a session live on, if it is there. */
export const TOUCH = defineScript(`${PRELUDE}
local ttl, max_age, tombstone = unpack(ARGV)
local created = redis.call('HGET', key, 'created')
if not created then return 0 end
local left = math.min(ttl, created + max_age - now)
if left <= 0 then
  end_it(tombstone)
  return 0
end
return redis.call('PEXPIRE', key, left)
`);

/** Ends a session. */
export const END = defineScript(`${PRELUDE}
end_it(ARGV[1])
return 1
`);
