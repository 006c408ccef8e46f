import { MARK_LENGTH, UNKNOWN_MARK } from '../documents/derive/field-marks.js';
import { WRITE_LUA } from '../documents/write-lua.js';
import type { StockPlan } from './stock-plan.js';

/** Larger quantities count as none, so that sums stay exact. */
const MOST = '1e15';

/**
 * What the scripts of the stock share. KEYS: sequence, feed, definition, record, list of open records, then one a
 * document, last the versions of fields. ARGV begins with the plan and ends with what it says of marks and boosts. A quantity that is no whole number counts as none.
 */
export const STOCK_LUA = `
local sequence, feed, definition, record, open = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local epoch, quantityPath, availablePath, availableMember = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local patch, patchWithHas = ARGV[5], ARGV[6]
local versions, changes = KEYS[#KEYS], cjson.decode(ARGV[#ARGV])
local marked, boosts = changes.marked, changes.boosts
${WRITE_LUA}
local function isStale()
  return redis.call('HGET', definition, 'epoch') ~= epoch
end

local function readStock(key)
  local text = redis.pcall('JSON.GET', key, '$.meta.version', '$.meta.marks', quantityPath, availablePath)
  if type(text) ~= 'string' then return nil end
  local found = cjson.decode(text)
  local quantity = found[quantityPath][1]
  if found['$.meta.version'][1] == nil or type(quantity) ~= 'number' then return nil end
  if quantity % 1 ~= 0 or math.abs(quantity) > ${MOST} then return nil end
  local isListed = type(found[availablePath][1]) == 'boolean'
  return { quantity = quantity, isListed = isListed, marks = found['$.meta.marks'][1] or '' }
end

local function hasWithAvailable(key)
  local has = cjson.decode(redis.call('JSON.GET', key, '$.idx.has'))[1] or {}
  for _, member in ipairs(has) do
    if member == availableMember then return cjson.encode(has) end
  end
  has[#has + 1] = availableMember
  return cjson.encode(has)
end

-- The marks without those of the fields that change; none at all when they are of another layout.
local function withoutMarks(marks)
  if string.sub(marks, 1, #marked.shape) ~= marked.shape then return '' end
  for _, start in ipairs(marked.starts) do
    marks = string.sub(marks, 1, start - 1) .. '${UNKNOWN_MARK}' .. string.sub(marks, start + ${MARK_LENGTH})
  end
  return marks
end

-- The product of the factors whose value is true, for a document that is available or not from now on.
local function boostOf(key, factors, isAvailable)
  local product = 1
  for _, factor in ipairs(factors) do
    local isTrue = isAvailable
    if factor.path ~= availablePath then isTrue = redis.call('JSON.GET', key, factor.path) == '[true]' end
    if isTrue then product = product * factor.by end
  end
  return string.format('%.17g', product)
end

local function writeStock(key, id, stock, quantity)
  local version = nextVersion()
  local needsHas = availableMember ~= '' and not stock.isListed
  local values = {
    ['\\1'] = string.format('%.0f', quantity),
    ['\\2'] = quantity > 0 and 'true' or 'false',
    ['\\3'] = version,
    ['\\4'] = now,
    ['\\5'] = needsHas and hasWithAvailable(key) or nil,
    ['\\6'] = '"' .. withoutMarks(stock.marks) .. '"',
  }
  for slot, factors in pairs(boosts) do values[slot] = boostOf(key, factors, quantity > 0) end
  local text = string.gsub(needsHas and patchWithHas or patch, '[\\1-\\6\\14\\15]', values)
  redis.call('JSON.MERGE', key, '$', text)
  for _, member in ipairs(marked.members) do redis.call('HSET', versions, member, version) end
  announce('replace', id, version)
end
`;

/** What the plan says of marks and boosts: the argument with which every script of the stock ends. */
export const changesArgument = ({ marked, boosts }: StockPlan): string => JSON.stringify({ marked, boosts });

/** The arguments with which every script of the stock begins. */
export function planArguments(plan: StockPlan): readonly string[] {
  const { epoch, quantityPath, availablePath, availableMember, patch, patchWithHas } = plan;
  return [String(epoch), quantityPath, availablePath, availableMember, patch, patchWithHas];
}
