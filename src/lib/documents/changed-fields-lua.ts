import { VERSION_NAMES, WORD_GROUP_LENGTH } from '../collections/version-names.js';
import { MARK_LENGTH } from './derive/field-marks.js';

const ONE_LETTER = String.raw`[%z\1-\127\194-\244][\128-\191]*`;

/**
 * What the write script notes for caches of searches: which write changed a field last, and, where a field's words changed,
 * which words came or went. Needs the local `versions`, and the names of the marked fields in `ARGV[2]`.
 */
export const CHANGED_FIELDS_LUA = `
local ANY = '${VERSION_NAMES.any}'
local changed, isReindexed = {}, false

local names
local function fieldAt(position)
  if not names then
    names = {}
    for name in string.gmatch(ARGV[2], '[^ ]+') do names[#names + 1] = name end
  end
  return string.match(names[position], '^([^=]+)=?(.*)$')
end

-- The positions of the fields whose marks differ; nil when the marks are of another layout.
local function differing(before, marks)
  if #before ~= #marks or string.sub(before, 1, 8) ~= string.sub(marks, 1, 8) then return nil end
  local fields = {}
  if before == marks then return fields end
  for start = 9, #marks, ${MARK_LENGTH} do
    local last = start + ${MARK_LENGTH - 1}
    if string.sub(before, start, last) ~= string.sub(marks, start, last) then
      fields[#fields + 1] = (start - 9) / ${MARK_LENGTH} + 1
    end
  end
  return fields
end

local function wordsOf(key, fields)
  local words = {}
  for _, position in ipairs(fields) do
    local _, holder = fieldAt(position)
    if holder ~= '' then
      local text = redis.call('JSON.GET', key, '$.idx.' .. holder) or ''
      for word in string.gmatch(string.match(text, '^%["(.*)"%]$') or '', '[^ ]+') do words[word] = true end
    end
  end
  return words
end

local function noteChanges(key, fields, before, version)
  if not fields then
    changed[ANY] = version
    return
  end
  for _, position in ipairs(fields) do changed[fieldAt(position)] = version end
  local after = wordsOf(key, fields)
  local function noteMissing(words, others)
    for word in pairs(words) do
      if not others[word] then
        local group = string.match(word, '^${ONE_LETTER.repeat(WORD_GROUP_LENGTH)}') or word
        changed['w:' .. group] = version
        changed['${VERSION_NAMES.words}'] = version
      end
    end
  end
  noteMissing(before, after)
  noteMissing(after, before)
end

local function storeVersions()
  if isReindexed then redis.call('HINCRBY', versions, '${VERSION_NAMES.reindexed}', 1) end
  local pairsOf = {}
  for name, version in pairs(changed) do
    pairsOf[#pairsOf + 1] = name
    pairsOf[#pairsOf + 1] = version
  end
  for from = 1, #pairsOf, 2000 do
    redis.call('HSET', versions, unpack(pairsOf, from, math.min(from + 1999, #pairsOf)))
  end
end
`;
