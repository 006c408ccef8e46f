import { defineScript } from '../../redis/script.js';

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** Lua: puts a job that nobody has aside, and forgets the oldest ones beyond a number. */
const BURY = `
local function bury(dead, errors, jobs, tries, id, reason, most)
  redis.call('ZADD', dead, now, id)
  redis.call('HSET', errors, id, reason)
  local excess = redis.call('ZCARD', dead) - tonumber(most)
  if excess > 0 then
    for _, old in ipairs(redis.call('ZRANGE', dead, 0, excess - 1)) do
      redis.call('ZREM', dead, old)
      redis.call('HDEL', errors, old)
      redis.call('HDEL', jobs, old)
      redis.call('HDEL', tries, old)
    end
  end
end
`;

/**
 * Adds a job, unless one of that id is there or remembered. Workers are told when there was nothing to do before.
 * KEYS: waiting, delayed, jobs, marker (may be missing). ARGV: channel, id, payload, delay and life of the marker in
 * milliseconds. Answers 1, or 0 when it is known.
 */
export const ADD_JOB = defineScript(`#!lua
${NOW}
local waiting, delayed, jobs, marker = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local channel, id, payload, delay = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
if redis.call('HEXISTS', jobs, id) == 1 then return 0 end
if marker and not redis.call('SET', marker, 1, 'NX', 'PX', ARGV[5]) then return 0 end
redis.call('HSET', jobs, id, payload)
if delay > 0 then
  redis.call('ZADD', delayed, now + delay, id)
  if redis.call('ZRANK', delayed, id) == 0 then redis.call('PUBLISH', channel, '') end
elseif redis.call('LPUSH', waiting, id) == 1 then
  redis.call('PUBLISH', channel, '')
end
return 1
`);

/**
 * Takes jobs: those that are due now are moved to those that wait, those whose worker lost them to the head of them, and
 * then each taken one goes to the worker's list with the time at which it is lost, in one step.
 * KEYS: waiting, delayed, leases, jobs, tries, owners, dead, errors, the worker's list. ARGV: beginning of workers' lists,
 * channel, worker, milliseconds until a job is lost, most jobs, most tries, most dead letters.
 * Answers `{{{id, payload, tries}…}, milliseconds until there may be more}`, -1 when nothing is due later.
 */
export const TAKE_JOBS = defineScript(`#!lua
${NOW}
${BURY}
local waiting, delayed, leases, jobs, tries, owners = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local dead, errors, processing = KEYS[7], KEYS[8], KEYS[9]
local prefix, channel, worker = ARGV[1], ARGV[2], ARGV[3]
local moved = false
for _, id in ipairs(redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 100)) do
  redis.call('ZREM', delayed, id)
  redis.call('LPUSH', waiting, id)
  moved = true
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 100)) do
  redis.call('ZREM', leases, id)
  redis.call('LREM', prefix .. (redis.call('HGET', owners, id) or ''), 1, id)
  redis.call('HDEL', owners, id)
  local count = tonumber(redis.call('HGET', tries, id) or '0')
  if count >= tonumber(ARGV[6]) then
    bury(dead, errors, jobs, tries, id, 'Taken as often as allowed (' .. count .. '), and never worked on to an end.', ARGV[7])
  else
    redis.call('RPUSH', waiting, id)
    moved = true
  end
end
local taken = {}
while #taken < tonumber(ARGV[5]) do
  local id = redis.call('LMOVE', waiting, processing, 'RIGHT', 'LEFT')
  if not id then break end
  local payload = redis.call('HGET', jobs, id)
  if payload then
    redis.call('ZADD', leases, now + ARGV[4], id)
    redis.call('HSET', owners, id, worker)
    taken[#taken + 1] = {id, payload, redis.call('HINCRBY', tries, id, 1)}
  else
    redis.call('LREM', processing, 1, id)
  end
end
if moved and redis.call('LLEN', waiting) > 0 then redis.call('PUBLISH', channel, '') end
local rest = -1
for _, key in ipairs({delayed, leases}) do
  local due = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  if due then
    local left = math.max(0, due - now)
    if rest < 0 or left < rest then rest = left end
  end
end
return {taken, rest}
`);

/** Lua: whether a worker has a job since it was taken for that time; then it has it no more. */
const GIVE_UP = `
local function giveUp(processing, leases, owners, tries, worker, id, count)
  if redis.call('HGET', owners, id) ~= worker or redis.call('HGET', tries, id) ~= count then return false end
  redis.call('LREM', processing, 1, id)
  redis.call('ZREM', leases, id)
  redis.call('HDEL', owners, id)
  return true
end
`;

/** Ends a job. KEYS: the worker's list, leases, owners, tries, jobs. ARGV: worker, id, tries. Answers 1, or 0 when it was lost. */
export const COMPLETE_JOB = defineScript(`#!lua
${GIVE_UP}
local processing, leases, owners, tries, jobs = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local worker, id = ARGV[1], ARGV[2]
if not giveUp(processing, leases, owners, tries, worker, id, ARGV[3]) then return 0 end
redis.call('HDEL', tries, id)
redis.call('HDEL', jobs, id)
return 1
`);

/**
 * Puts a job that failed back for later, or aside. KEYS: the worker's list, leases, owners, tries, delayed, dead, errors,
 * jobs. ARGV: worker, id, tries, milliseconds until the next try (-1: none), reason, most dead letters, channel.
 * Answers 1, or 0 when it was lost.
 */
export const FAIL_JOB = defineScript(`#!lua
${NOW}
${BURY}
${GIVE_UP}
local processing, leases, owners, tries, delayed = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local dead, errors, jobs = KEYS[6], KEYS[7], KEYS[8]
local worker, id, delay = ARGV[1], ARGV[2], tonumber(ARGV[4])
if not giveUp(processing, leases, owners, tries, worker, id, ARGV[3]) then return 0 end
if delay < 0 then
  bury(dead, errors, jobs, tries, id, ARGV[5], ARGV[6])
else
  redis.call('ZADD', delayed, now + delay, id)
  if redis.call('ZRANK', delayed, id) == 0 then redis.call('PUBLISH', ARGV[7], '') end
end
return 1
`);

/**
 * Puts a job back to the head of those that wait, as if it had not been taken. KEYS: the worker's list, leases, owners,
 * tries, waiting. ARGV: worker, id, tries, channel. Answers 1, or 0 when it was lost.
 */
export const RELEASE_JOB = defineScript(`#!lua
${GIVE_UP}
local processing, leases, owners, tries, waiting = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local worker, id, channel = ARGV[1], ARGV[2], ARGV[4]
if not giveUp(processing, leases, owners, tries, worker, id, ARGV[3]) then return 0 end
redis.call('HINCRBY', tries, id, -1)
redis.call('RPUSH', waiting, id)
redis.call('PUBLISH', channel, '')
return 1
`);

/**
 * Says that a worker still works on jobs. KEYS: leases, owners, tries. ARGV: worker, milliseconds until they are lost, then
 * id and tries of each. Answers the ids that are no longer its own.
 */
export const KEEP_JOBS = defineScript(`#!lua
${NOW}
local leases, owners, tries = KEYS[1], KEYS[2], KEYS[3]
local worker, lost = ARGV[1], {}
for i = 3, #ARGV, 2 do
  local id = ARGV[i]
  if redis.call('HGET', owners, id) == worker and redis.call('HGET', tries, id) == ARGV[i + 1] then
    redis.call('ZADD', leases, 'XX', now + ARGV[2], id)
  else
    lost[#lost + 1] = id
  end
end
return lost
`);

/** Gives up a job that no worker has. KEYS: waiting, delayed, dead, jobs, tries, owners, errors. ARGV: id. Answers 1 or 0. */
export const REMOVE_JOB = defineScript(`#!lua
local waiting, delayed, dead, jobs, tries, owners, errors = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local id = ARGV[1]
if redis.call('HEXISTS', owners, id) == 1 or redis.call('HDEL', jobs, id) == 0 then return 0 end
redis.call('LREM', waiting, 1, id)
redis.call('ZREM', delayed, id)
redis.call('ZREM', dead, id)
redis.call('HDEL', tries, id)
redis.call('HDEL', errors, id)
return 1
`);

/** Lets dead letters wait again, the oldest first. KEYS: dead, waiting, tries, errors. ARGV: most, channel. Answers how many. */
export const REVIVE_JOBS = defineScript(`#!lua
local dead, waiting, tries, errors = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local ids = redis.call('ZRANGE', dead, 0, ARGV[1] - 1)
for _, id in ipairs(ids) do
  redis.call('ZREM', dead, id)
  redis.call('HDEL', tries, id)
  redis.call('HDEL', errors, id)
  redis.call('LPUSH', waiting, id)
end
if #ids > 0 then redis.call('PUBLISH', ARGV[2], '') end
return #ids
`);
