import type { StockFields } from '../collections/stock-fields.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { defineScript } from '../redis/script.js';
import type { Script } from '../redis/script.js';
import { stockLua } from './stock-lua.js';
import { planStock } from './stock-plan.js';

/** The scripts that change stock as one plan says, which is part of their text. */
export interface StockScripts {
  readonly take: Script;
  readonly settle: Script;
  readonly add: Script;
}

const made = new WeakMap<ActiveDefinitions, Map<string, StockScripts>>();

/** The scripts that change the stock in some fields under the definitions in force, made once. */
export function stockScripts(active: ActiveDefinitions, fields: StockFields): StockScripts {
  const known = made.get(active) ?? new Map<string, StockScripts>();
  made.set(active, known);
  const name = `${fields.quantity}\n${fields.available}`;
  const scripts = known.get(name) ?? makeScripts(active, fields);
  known.set(name, scripts);
  return scripts;
}

function makeScripts(active: ActiveDefinitions, fields: StockFields): StockScripts {
  const shared = stockLua(planStock(active, fields));
  const script = (text: string) => defineScript(`#!lua\n${shared}${text}`);
  return Object.freeze({ take: script(TAKE), settle: script(SETTLE), add: script(ADD) });
}

/**
 * Takes stock for the lines of one partition, all or none, and notes it in a record. A record that is there already is
 * given back as it is, so that a repeated call takes nothing more.
 * ARGV after the epoch: name of the record, its time to live, first state, attempt, fingerprint of the body, data; then id
 * and quantity a document. Answers `STALE`, `{'found', fields}`, `{'taken', when it expires}` or
 * `{'short', position, quantity that is there or '', …}`.
 */
const TAKE = `
local name, ttl, state, attempt, body, data = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
if redis.call('EXISTS', record) == 1 then return {'found', redis.call('HGETALL', record)} end
if isStale() then return 'STALE' end

local short, stocks = {'short'}, {}
for i = 6, #KEYS - 1 do
  local line = i - 5
  local stock = readStock(KEYS[i])
  stocks[line] = stock
  if not stock or stock.quantity < tonumber(ARGV[7 + 2 * line]) then
    short[#short + 1] = line
    short[#short + 1] = stock and string.format('%.0f', stock.quantity) or ''
  end
end
if #short > 1 then return short end

for i = 6, #KEYS - 1 do
  local line = i - 5
  local id, quantity = ARGV[6 + 2 * line], tonumber(ARGV[7 + 2 * line])
  writeStock(KEYS[i], id, stocks[line], stocks[line].quantity - quantity)
end
local expires = string.format('%.0f', now + ttl)
redis.call('HSET', record, 'state', state, 'attempt', attempt, 'body', body, 'expires', expires, 'data', data)
redis.call('ZADD', open, expires, name)
return {'taken', expires}
`;

/**
 * Brings a record from one state to another, giving its stock back where lines are named.
 * ARGV after the epoch: name, attempt, the states it may have (joined by commas), the state to come, when (`due`: only when
 * it has expired, `live`: only before that, or empty), what becomes of the record (`keep`: it stays open as it is; `open`:
 * it is due at once; `retain`: it is kept for a while; `drop`), for how long; then id and quantity a document.
 * Answers `STALE`, `none`, `{'settled', fields}`, or `{'unsettled', fields}` when it is in another state or time.
 */
const SETTLE = `
local name, attempt, from, to = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local when, after, retention = ARGV[6], ARGV[7], ARGV[8]
local state, owner, expires = unpack(redis.call('HMGET', record, 'state', 'attempt', 'expires'))
if not state or owner ~= attempt then
  if not state then redis.call('ZREM', open, name) end
  return 'none'
end
local isDue = tonumber(expires) <= tonumber(now)
local isInTime = when == '' or (when == 'due') == isDue
if not isInTime or not string.find(',' .. from .. ',', ',' .. state .. ',', 1, true) then
  return {'unsettled', redis.call('HGETALL', record)}
end
if #KEYS > 6 and isStale() then return 'STALE' end

for i = 6, #KEYS - 1 do
  local line = i - 5
  local id, quantity = ARGV[7 + 2 * line], tonumber(ARGV[8 + 2 * line])
  local stock = readStock(KEYS[i])
  if stock then writeStock(KEYS[i], id, stock, stock.quantity + quantity) end
end
redis.call('HSET', record, 'state', to)
local settled = {'settled', redis.call('HGETALL', record)}
if after == 'open' then redis.call('ZADD', open, now, name) end
if after == 'retain' or after == 'drop' then redis.call('ZREM', open, name) end
if after == 'retain' then redis.call('PEXPIRE', record, retention) end
if after == 'drop' then redis.call('DEL', record) end
return settled
`;

/**
 * Adds to the stock of documents of one partition, all or none, and once under one name.
 * ARGV after the epoch: fingerprint of the body, time to keep the record (empty: there is none); then id and quantity a
 * document. Answers `STALE`, `{'added'}`, `{'found', fingerprint}`, or `{'missing', position, …}`.
 */
const ADD = `
local body, retention = ARGV[2], ARGV[3]
if retention ~= '' then
  local known = redis.call('GET', record)
  if known then return {'found', known} end
end
if isStale() then return 'STALE' end

local missing, stocks = {'missing'}, {}
for i = 6, #KEYS - 1 do
  stocks[i] = readStock(KEYS[i])
  if not stocks[i] then missing[#missing + 1] = i - 5 end
end
if #missing > 1 then return missing end

for i = 6, #KEYS - 1 do
  local line = i - 5
  writeStock(KEYS[i], ARGV[2 + 2 * line], stocks[i], stocks[i].quantity + tonumber(ARGV[3 + 2 * line]))
end
if retention ~= '' then redis.call('SET', record, body, 'PX', retention) end
return {'added'}
`;

/** Takes a name whose record is gone off the list of open records. KEYS: record, list. ARGV: name. */
export const FORGET_STOCK = defineScript(`#!lua
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
return redis.call('ZREM', KEYS[2], ARGV[1])
`);

/** The names of records that are due, the oldest first. KEYS: the list of open records. ARGV: how many at most. */
export const DUE_STOCK = defineScript(`#!lua
local time = redis.call('TIME')
local now = string.format('%d%03d', tonumber(time[1]), math.floor(tonumber(time[2]) / 1000))
return redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', '0', ARGV[1])
`);
