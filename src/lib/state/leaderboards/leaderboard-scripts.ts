import { defineScript } from '../../redis/script.js';

/**
 * Changes a score. Scores are stored with their sign turned, so that equal ones stand in the order of their members.
 * KEYS: the period. ARGV: `add` or `set`, member, score, when the period's key expires (empty: never), most members.
 * Answers the score and the rank.
 */
export const CHANGE_SCORE = defineScript(`#!lua
local key, mode, member, points, expires, most = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local stored = points
if mode == 'add' then stored = redis.call('ZINCRBY', key, points, member) else redis.call('ZADD', key, points, member) end
local excess = redis.call('ZCARD', key) - most
if excess > 0 then redis.call('ZREMRANGEBYRANK', key, -excess, -1) end
if expires ~= '' then redis.call('PEXPIREAT', key, expires) end
return {stored, redis.call('ZCOUNT', key, '-inf', '(' .. stored) + 1}
`);

/**
 * Members from one position to another, or around one member, with their ranks.
 * KEYS: the period. ARGV: `range`, first, last; or `around`, member, how many on each side.
 * Answers member, score, rank of each; nothing when the member is not there.
 */
export const READ_RANKS = defineScript(`#!lua
local key, first, last = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
if ARGV[1] == 'around' then
  local position = redis.call('ZRANK', key, ARGV[2])
  if not position then return {} end
  first, last = math.max(0, position - last), position + last
end
local found = redis.call('ZRANGE', key, first, last, 'WITHSCORES')
local ranks, score, rank = {}, nil, nil
for i = 1, #found, 2 do
  if found[i + 1] ~= score then
    score = found[i + 1]
    rank = redis.call('ZCOUNT', key, '-inf', '(' .. score) + 1
  end
  ranks[#ranks + 1] = found[i]
  ranks[#ranks + 1] = score
  ranks[#ranks + 1] = rank
end
return ranks
`);

/** The highest of several periods together. KEYS: the periods. ARGV: how many, a weight each. Answers member, score of each. */
export const READ_RECENT = defineScript(`#!lua
local command = {'ZUNION', #KEYS}
for _, key in ipairs(KEYS) do command[#command + 1] = key end
command[#command + 1] = 'WEIGHTS'
for i = 2, #ARGV do command[#command + 1] = ARGV[i] end
command[#command + 1] = 'WITHSCORES'
local found, top = redis.call(unpack(command)), {}
for i = 1, math.min(#found, 2 * ARGV[1]) do top[i] = found[i] end
return top
`);
