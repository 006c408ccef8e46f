import { defineScript } from '../redis/script.js';

/** Stores a definition if the one that is there has the expected epoch; an empty one expects none. Answers 1 or 0. */
export const PUBLISH_DEFINITION = defineScript(`#!lua
local key, expected, epoch, definition = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
if (redis.call('HGET', key, 'epoch') or '') ~= expected then return 0 end
redis.call('HSET', key, 'epoch', epoch, 'definition', definition)
return 1
`);

/** Brings the copy of a partition up to an epoch; one that is not there only where `ARGV[3]` is `create`. */
export const COPY_DEFINITION = defineScript(`#!lua
local key, epoch, definition, mode = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local stored = redis.call('HGET', key, 'epoch')
if stored and tonumber(stored) >= tonumber(epoch) then return 0 end
if not stored and mode ~= 'create' then return 0 end
redis.call('HSET', key, 'epoch', epoch, 'definition', definition)
return 1
`);

/** Deletes a definition if it has the expected epoch. Answers 1 or 0. */
export const ERASE_DEFINITION = defineScript(`#!lua
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`);
