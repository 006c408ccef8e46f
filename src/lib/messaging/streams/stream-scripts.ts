import { defineScript } from '../../redis/script.js';

/**
 * Adds an entry once. KEYS: stream, marker (may be missing). ARGV: kind and bound of the trimming, life of the marker in
 * milliseconds, then the fields. Answers `{id, 1}`, or `{id, 0}` when the marker tells that it is there.
 */
export const ADD_ENTRY = defineScript(`#!lua
local stream, marker = KEYS[1], KEYS[2]
local known = marker and redis.call('GET', marker)
if known then return {known, 0} end
local kind, bound = 'MAXLEN', ARGV[2]
if ARGV[1] == 'age' then
  local time = redis.call('TIME')
  kind = 'MINID'
  bound = string.format('%.0f', math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[2]))
end
local id = redis.call('XADD', stream, kind, '~', bound, '*', unpack(ARGV, 4))
if marker then redis.call('SET', marker, id, 'PX', ARGV[3]) end
return {id, 1}
`);

/** Lua: the delivery count of an entry that a consumer holds; nil when it does not. */
const HELD = `
local function held(id, consumer)
  local entries = redis.call('XPENDING', KEYS[1], ARGV[1], id, id, 1, consumer)
  return entries[1] and entries[1][4]
end
`;

/**
 * Takes over entries whose consumer gave no sign of life. KEYS: stream. ARGV: group, consumer, milliseconds of silence,
 * cursor, count. Answers `{next cursor, {{id, fields, deliveries}…}, {ids that were trimmed away}}`.
 */
export const CLAIM_ENTRIES = defineScript(`#!lua
${HELD}
local reply = redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], 'COUNT', ARGV[5])
local entries = {}
for i, entry in ipairs(reply[2]) do
  entries[i] = {entry[1], entry[2], held(entry[1], ARGV[2])}
end
return {reply[1], entries, reply[3] or {}}
`);

/**
 * Delivers an entry again to the consumer that holds it. KEYS: stream. ARGV: group, consumer, id.
 * Answers `{fields, deliveries}`, or nil when it is held by another or gone.
 */
export const RETRY_ENTRY = defineScript(`#!lua
${HELD}
if not held(ARGV[3], ARGV[2]) then return false end
local entries = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3])
if not entries[1] then return false end
return {entries[1][2], held(ARGV[3], ARGV[2])}
`);

/**
 * Says that a consumer still works on entries. KEYS: stream. ARGV: group, consumer, ids.
 * Answers the ids that are no longer its own.
 */
export const KEEP_ENTRIES = defineScript(`#!lua
${HELD}
local lost = {}
for i = 3, #ARGV do
  if held(ARGV[i], ARGV[2]) then
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'JUSTID')
  else
    lost[#lost + 1] = ARGV[i]
  end
end
return lost
`);

/**
 * Lets others have entries. KEYS: stream. ARGV: group, consumer, then id, the milliseconds of silence it is to show, and
 * how often it shall have been delivered (empty: as it was). A consumer that holds none any more is forgotten.
 */
export const LEAVE_GROUP = defineScript(`#!lua
${HELD}
for i = 3, #ARGV, 3 do
  local tries = held(ARGV[i], ARGV[2])
  if tries then
    local count = ARGV[i + 2] == '' and tries or ARGV[i + 2]
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'IDLE', ARGV[i + 1], 'RETRYCOUNT', count, 'JUSTID')
  end
end
if #redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) == 0 then
  redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
end
return true
`);

/** Forgets consumers that hold nothing and were not seen for a while. KEYS: stream. ARGV: group, milliseconds. */
export const FORGET_CONSUMERS = defineScript(`#!lua
local forgotten = 0
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local info = {}
  for i = 1, #flat, 2 do info[flat[i]] = flat[i + 1] end
  if info.pending == 0 and info.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], info.name)
    forgotten = forgotten + 1
  end
end
return forgotten
`);

/**
 * Puts an entry that cannot be handled aside. KEYS: stream, dead letters. ARGV: group, consumer, id, error, most letters.
 * Answers 1, or 0 when it is not the consumer's any more.
 */
export const BURY_ENTRY = defineScript(`#!lua
${HELD}
local id = ARGV[3]
local tries = held(id, ARGV[2])
if not tries then return 0 end
local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
if entry then
  local origin = {'#origin', id}
  for i = 1, #entry[2], 2 do
    if entry[2][i] == '#origin' then origin = {} end
  end
  local fields = {'#error', ARGV[4], '#tries', tries, unpack(origin)}
  for _, word in ipairs(entry[2]) do fields[#fields + 1] = word end
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', unpack(fields))
end
redis.call('XACK', KEYS[1], ARGV[1], id)
return 1
`);

/**
 * Gives dead letters another life, for their group alone. KEYS: stream, dead letters. ARGV: group, most letters.
 * Answers how many.
 */
export const REVIVE_ENTRIES = defineScript(`#!lua
local letters = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', ARGV[2])
for _, letter in ipairs(letters) do
  local fields = {'#for', ARGV[1]}
  for i = 1, #letter[2], 2 do
    local name = letter[2][i]
    if name ~= '#error' and name ~= '#tries' and name ~= '#for' then
      fields[#fields + 1] = name
      fields[#fields + 1] = letter[2][i + 1]
    end
  end
  redis.call('XADD', KEYS[1], '*', unpack(fields))
  redis.call('XDEL', KEYS[2], letter[1])
end
return #letters
`);

/**
 * Carries out commands, remembers that they were, and acknowledges the entry, all in one step. KEYS: stream, marker, then
 * those of the commands. ARGV: group, id, life of the marker in milliseconds, then of each command how many words it has
 * and the words. Answers `{'done'}`, `{'known'}` when the marker was there, or `{'refused', error}`: then nothing was done,
 * unless another command came before the refused one, and that stays remembered.
 */
export const COMMIT_EFFECT = defineScript(`#!lua
local stream, marker, group, id, ttl = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
local known = redis.call('GET', marker)
if known and known ~= 'done' then return {'refused', known} end
if known then
  redis.call('XACK', stream, group, id)
  return {'known'}
end
local at, isFirst = 4, true
while at <= #ARGV do
  local words = tonumber(ARGV[at])
  local reply = redis.pcall(unpack(ARGV, at + 1, at + words))
  if type(reply) == 'table' and reply.err then
    if not isFirst then redis.call('SET', marker, reply.err, 'PX', ttl) end
    return {'refused', reply.err}
  end
  isFirst = false
  at = at + words + 1
end
redis.call('SET', marker, 'done', 'PX', ttl)
redis.call('XACK', stream, group, id)
return {'done'}
`);
