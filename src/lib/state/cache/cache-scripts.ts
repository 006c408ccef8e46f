import { defineScript } from '../../redis/script.js';
import { STAMP_LENGTH } from './cache-entry.js';

/**
 * An entry and its flight lie in one slot. The flight is who loads (`<signature>:<token>`) or writes (`w:<token>`) a value:
 * only its holder may store, and whoever makes the value invalid removes it, so that nothing older is stored afterwards.
 */

/**
 * Takes the flight unless somebody loads for the same signature, or writes. KEYS: entry, flight. ARGV: the stamp of the
 * entry that was found wanting (blank for none), signature, token, milliseconds.
 * Answers `{'led', flight}`, `{'held', flight}`, or `{'changed'}` when there is another entry meanwhile.
 */
export const CLAIM = defineScript(`#!lua
local entry, flight = KEYS[1], KEYS[2]
local stamp, signature, token, ttl = unpack(ARGV)
if redis.call('GETRANGE', entry, 0, ${STAMP_LENGTH - 1}) ~= stamp then return {'changed'} end
local held = redis.call('GET', flight)
if held then
  local kind = string.match(held, '^[^:]*')
  if kind == signature or kind == 'w' then return {'held', held} end
end
local mine = signature .. ':' .. token
redis.call('SET', flight, mine, 'PX', ttl)
return {'led', mine}
`);

/** Lets a flight live on. KEYS: flight. ARGV: flight, milliseconds. Answers 1, or 0 when another has it. */
export const EXTEND = defineScript(`#!lua
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`);

/** Ends a flight without a value. KEYS: flight. ARGV: flight. */
export const LEAVE = defineScript(`#!lua
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`);

/**
 * Stores a value and ends the flight. KEYS: entry, flight. ARGV: the flight that allows it, entry, milliseconds; 0 removes
 * the entry. Answers 1, or 0 when another has the flight.
 */
export const LAND = defineScript(`#!lua
local entry, flight = KEYS[1], KEYS[2]
local mine, text, life = unpack(ARGV)
if redis.call('GET', flight) ~= mine then return 0 end
redis.call('DEL', flight)
if tonumber(life) > 0 then redis.call('SET', entry, text, 'PX', life) else redis.call('DEL', entry) end
return 1
`);

/** Stores a value whoever loads one. KEYS: entry, flight. ARGV: entry, milliseconds. */
export const STORE = defineScript(`#!lua
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`);

/** Begins a write: takes the flight from whoever has it and removes the entry. KEYS: entry, flight. ARGV: flight, milliseconds. */
export const BEGIN_WRITE = defineScript(`#!lua
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 1
`);

/**
 * Ends a write: stores the value if nobody else wrote or removed it meanwhile, else removes what there is, for nobody can
 * tell which write came last. KEYS: entry, flight. ARGV: flight, entry, milliseconds. Answers 1 when it is stored.
 */
export const END_WRITE = defineScript(`#!lua
local entry, flight = KEYS[1], KEYS[2]
local held = redis.call('GET', flight)
redis.call('DEL', flight)
if held ~= ARGV[1] then
  redis.call('DEL', entry)
  return 0
end
redis.call('SET', entry, ARGV[2], 'PX', ARGV[3])
return 1
`);

/**
 * Gives a version a value where it has none, and lets it live as long as what depends on it. KEYS: version. ARGV: value,
 * milliseconds. Answers the value.
 */
export const ENSURE_VERSION = defineScript(`#!lua
local value = redis.call('GET', KEYS[1])
if not value then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return value
`);
