import { VERSION_NAMES } from '../collections/version-names.js';

/** Entries that a change feed keeps, roughly. */
const FEED_LENGTH = 10_000;

/**
 * What every script that writes documents begins with. It needs the locals `sequence`, `feed` and `versions`, and
 * gives `now` (the time in milliseconds, as text), `nextVersion` and `announce`. Where numbers begin anew, as after somebody
 * emptied the engine, the time tells them from the former ones.
 */
export const WRITE_LUA = `
local time = redis.call('TIME')
local now = string.format('%d%03d', tonumber(time[1]), math.floor(tonumber(time[2]) / 1000))

local function nextVersion()
  local number = redis.call('INCR', sequence)
  if number == 1 then
    redis.call('HSET', versions, '${VERSION_NAMES.reindexed}', string.format('%d%06d', tonumber(time[1]), tonumber(time[2])))
  end
  return string.format('%.0f', number)
end

local function announce(op, id, version)
  redis.call('XADD', feed, 'MAXLEN', '~', '${FEED_LENGTH}', '*', 'op', op, 'id', id, 'version', version)
end
`;
