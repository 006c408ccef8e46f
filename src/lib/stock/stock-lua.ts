import { MARK_LENGTH, UNKNOWN_MARK } from '../documents/derive/field-marks.js';
import { WRITE_LUA } from '../documents/write-lua.js';
import { luaText } from './lua-text.js';
import { SLOTS } from './stock-plan.js';
import type { StockBoostFactor, StockPlan } from './stock-plan.js';

/** Larger quantities count as none, so that sums stay exact. */
const MOST = '1e15';
/** Where a document keeps its version, a number, and its marks, a text. */
const META = luaText('$.meta["version","marks"]');

/**
 * What the scripts of the stock share. The plan is part of their text, for to read it anew in each call would cost the
 * engine half as much again beside indexing. KEYS: sequence, feed, definition, record, list of open records, then one
 * a document, last the versions of fields. ARGV begins with the epoch. A quantity that is no whole number counts as none.
 */
export function stockLua(plan: StockPlan): string {
  const { quantityPath, availablePath, availableMember, patch, patchWithHas, marked, boosts } = plan;
  const [quantity, available, member] = [quantityPath, availablePath, availableMember].map(luaText);
  return `
local sequence, feed, definition, record, open = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local versions = KEYS[#KEYS]
${WRITE_LUA}
local function isStale()
  return redis.call('HGET', definition, 'epoch') ~= ARGV[1]
end

local function readStock(key)
  local text = redis.pcall('JSON.GET', key, ${META}, ${quantity}, ${available})
  if type(text) ~= 'string' then return nil end
  local found = cjson.decode(text)
  local quantity, version, marks = found[${quantity}][1], nil, ''
  for _, member in ipairs(found[${META}]) do
    if type(member) == 'string' then marks = member else version = member end
  end
  if version == nil or type(quantity) ~= 'number' then return nil end
  if quantity % 1 ~= 0 or math.abs(quantity) > ${MOST} then return nil end
  return { quantity = quantity, isListed = type(found[${available}][1]) == 'boolean', marks = marks }
end

local function hasWithAvailable(key)
  local has = cjson.decode(redis.call('JSON.GET', key, '$.idx.has'))[1] or {}
  for _, member in ipairs(has) do
    if member == ${member} then return cjson.encode(has) end
  end
  has[#has + 1] = ${member}
  return cjson.encode(has)
end

local function writeStock(key, id, stock, left)
  local version, isAvailable = nextVersion(), left > 0
  local quantity, available = string.format('%.0f', left), isAvailable and 'true' or 'false'
  local marks = stock.marks
  ${marksLua(marked)}
  ${Object.entries(boosts)
    .map(([slot, factors]) => boostLua(slot, factors, availablePath))
    .join('\n  ')}
  local text
  if ${member} ~= '' and not stock.isListed then
    local has = hasWithAvailable(key)
    text = ${patchLua(patchWithHas)}
  else
    text = ${patchLua(patch)}
  end
  redis.call('JSON.MERGE', key, '$', text)
  ${versionsLua(marked)}
  announce('replace', id, version)
end
`;
}

const VARIABLES: ReadonlyMap<string, string> = new Map(Object.entries(SLOTS).map(([name, slot]) => [slot, name]));

/** Joins the parts of a patch and what its slots stand for. */
function patchLua(patch: string): string {
  const parts = patch.split(/([\x01-\x06\x0e\x0f])/).filter((part) => part !== '');
  return parts.map((part) => VARIABLES.get(part) ?? luaText(part)).join(' .. ');
}

/** Makes the marks of the fields that change unknown; all are when they are of another layout. */
function marksLua({ shape, starts }: StockPlan['marked']): string {
  const ordered = [...new Set(starts)].sort((a, b) => a - b);
  const parts = ordered.map((start, at) => {
    const next = ordered[at + 1];
    const end = next === undefined ? '' : `, ${next - 1}`;
    return `'${UNKNOWN_MARK}' .. string.sub(marks, ${start + MARK_LENGTH}${end})`;
  });
  const [first] = ordered;
  const kept = first === undefined ? 'marks' : [`string.sub(marks, 1, ${first - 1})`, ...parts].join(' .. ');
  return `marks = '"' .. (string.sub(marks, 1, ${shape.length}) == ${luaText(shape)} and ${kept} or '') .. '"'`;
}

/** The product of the factors whose value is true, for a document that is available or not from now on. */
function boostLua(slot: string, factors: readonly StockBoostFactor[], availablePath: string): string {
  const product = factors.map(({ path, by }) => {
    const isTrue = path === availablePath ? 'isAvailable' : `redis.call('JSON.GET', key, ${luaText(path)}) == '[true]'`;
    return `(${isTrue} and ${by} or 1)`;
  });
  return `local ${VARIABLES.get(slot) ?? ''} = string.format('%.17g', ${product.join(' * ')})`;
}

function versionsLua({ members }: StockPlan['marked']): string {
  if (members.length === 0) return '';
  return `redis.call('HSET', versions, ${members.map((name) => `${luaText(name)}, version`).join(', ')})`;
}
