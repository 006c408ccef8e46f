import { defineScript } from '../../redis/script.js';

/**
 * Reads in one step where a partition's writes stand and the documents of those behind a place in its feed.
 * KEYS: sequence, feed. ARGV: the place, most changes, the beginning of a document's key, what JSON.GET is asked for.
 * Answers the sequence, the place that was come to, how many changes, the version of the first, by turns id and JSON of
 * each document, blank where it is gone, and how many changes were no deletions.
 */
export const READ_CHANGED = defineScript(`#!lua flags=no-writes
local sequence = redis.call('GET', KEYS[1]) or '0'
local entries = redis.call('XRANGE', KEYS[2], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
local place, first, seen, documents, written = ARGV[1], '', {}, {}, 0
for index, entry in ipairs(entries) do
  place = entry[1]
  local fields = {}
  for at = 1, #entry[2], 2 do fields[entry[2][at]] = entry[2][at + 1] end
  if fields.op ~= 'delete' then written = written + 1 end
  if index == 1 then first = fields.version end
  if not seen[fields.id] then
    seen[fields.id] = true
    local json = redis.pcall('JSON.GET', ARGV[3] .. fields.id, unpack(ARGV, 4))
    documents[#documents + 1] = fields.id
    documents[#documents + 1] = type(json) == 'string' and json or ''
  end
end
return {sequence, place, #entries, first, documents, written}
`);
