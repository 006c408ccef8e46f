/** Entries that a change feed keeps, roughly. */
const FEED_LENGTH = 10_000;

/**
 * What every script that writes documents begins with. It needs the locals `sequence` and `feed`, and gives `now` (the
 * time in milliseconds, as text), `nextVersion` and `announce`.
 */
export const WRITE_LUA = `
local time = redis.call('TIME')
local now = string.format('%d%03d', tonumber(time[1]), math.floor(tonumber(time[2]) / 1000))

local function nextVersion()
  return string.format('%.0f', redis.call('INCR', sequence))
end

local function announce(op, id, version)
  redis.call('XADD', feed, 'MAXLEN', '~', '${FEED_LENGTH}', '*', 'op', op, 'id', id, 'version', version)
end
`;
