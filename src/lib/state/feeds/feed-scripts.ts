import { defineScript } from '../../redis/script.js';

/**
 * Adds an entry at the head and drops those beyond the length. Ids count up by one, so that a page is found by them.
 * KEYS: list, counter. ARGV: JSON, length, life in milliseconds. Answers `{id, time}`.
 */
export const PUSH_ENTRY = defineScript(`#!lua
local list, counter = KEYS[1], KEYS[2]
local time = redis.call('TIME')
local at = string.format('%d%03d', tonumber(time[1]), math.floor(tonumber(time[2]) / 1000))
local id = string.format('%.0f', redis.call('INCR', counter))
redis.call('LPUSH', list, id .. ' ' .. at .. ' ' .. ARGV[1])
redis.call('LTRIM', list, 0, ARGV[2] - 1)
redis.call('PEXPIRE', list, ARGV[3])
redis.call('PEXPIRE', counter, ARGV[3])
return {id, at}
`);

/** Reads entries older than an id. KEYS: list. ARGV: id (0: from the newest), most entries. */
export const READ_PAGE = defineScript(`#!lua
local head = redis.call('LINDEX', KEYS[1], 0)
if not head then return {} end
local before, start = tonumber(ARGV[1]), 0
if before > 0 then start = math.max(0, tonumber(string.match(head, '^%d+')) - before + 1) end
return redis.call('LRANGE', KEYS[1], start, start + ARGV[2] - 1)
`);
