import type { RedisArgument, RedisReply } from '../redis/redis-values.js';
import { mapReplyError } from '../redis/reply-errors.js';
import { defineScript } from '../redis/script.js';
import { CHANGED_FIELDS_LUA } from './changed-fields-lua.js';
import { WRITE_LUA } from './write-lua.js';

/** What must hold of the stored document for a write to happen: nothing, absent, present, or of a version. */
export type WriteCondition = '' | 'absent' | 'present' | `=${number}`;

/** One document in a call of {@link WRITE_DOCUMENTS}. */
export interface DocumentWrite {
  /** `reindex` derives anew: version and times stay, the feed learns nothing. Its condition names a version. */
  readonly op: 'put' | 'delete' | 'reindex';
  readonly id: string;
  readonly condition: WriteCondition;
  /** The beginning of the envelope, to which the script adds version, times and marks; empty to delete. */
  readonly text: string;
  /** Of its fields, see `marksOf`; empty to delete. */
  readonly marks: string;
}

/** What became of one document. */
export type WriteVerdict =
  | { readonly status: 'created' | 'replaced' | 'deleted' | 'reindexed'; readonly version: number }
  /** The condition did not hold; the version is that of the stored document, null when there is none. */
  | { readonly status: 'conflict'; readonly version: number | null }
  /** Other definitions are in force than the writer's. */
  | { readonly status: 'stale' }
  | { readonly status: 'failed'; readonly error: Error };

/**
 * Writes documents of one partition, each with version, derived members and feed entry or not at all.
 * KEYS: sequence, feed, versions of fields, definition, then one a document. ARGV: epoch, names of the marked fields, then
 * op, id, condition, text, marks a document. Answers `STALE` when other definitions are in force, else a verdict a document. The texts are never decoded, so that
 * they are stored to the digit.
 */
export const WRITE_DOCUMENTS = defineScript(`#!lua
local sequence, feed, versions, definition = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
if redis.call('HGET', definition, 'epoch') ~= ARGV[1] then return 'STALE' end
${WRITE_LUA}
${CHANGED_FIELDS_LUA}
local function holds(condition, version)
  if condition == '' then return true end
  if condition == 'absent' then return version == nil end
  if condition == 'present' then return version ~= nil end
  return condition == '=' .. (version or '')
end

local function store(key, text, version, created, updated, marks)
  local times = ',"created":' .. created .. ',"updated":' .. updated
  local envelope = text .. '"version":' .. version .. times .. ',"marks":"' .. marks .. '"}}'
  return redis.pcall('JSON.SET', key, '$', envelope)
end

local function write(key, op, id, condition, text, marks)
  local meta = redis.pcall('JSON.GET', key, '$.meta')
  if type(meta) == 'table' then return {'refused', meta.err} end
  local version, created, updated
  if meta then
    version = string.match(meta, '"version":(%d+)') or '0'
    created = string.match(meta, '"created":(%d+)') or now
    updated = string.match(meta, '"updated":(%d+)') or now
  end
  if not holds(condition, version) then return {'conflict', version or ''} end
  if op == 'delete' then
    local last = nextVersion()
    redis.call('DEL', key)
    changed[ANY] = last
    announce('delete', id, last)
    return {'deleted', last}
  end
  if op == 'reindex' then
    local stored = store(key, text, version, created, updated, marks)
    if stored.err then return {'refused', stored.err} end
    isReindexed = true
    return {'reindexed', version}
  end
  local next = nextVersion()
  local fields = meta and differing(string.match(meta, '^.*"marks":"([^"]*)"') or '', marks)
  local before = fields and wordsOf(key, fields)
  local stored = store(key, text, next, created or now, now, marks)
  if stored.err then
    -- Whoever follows the feed takes a number that is missing for a change that was.
    redis.call('DECR', sequence)
    return {'refused', stored.err}
  end
  noteChanges(key, fields, before, next)
  announce(version and 'replace' or 'create', id, next)
  return {version and 'replaced' or 'created', next}
end

local verdicts = {}
for i = 5, #KEYS do
  local at = 5 * (i - 5) + 3
  verdicts[i - 4] = write(KEYS[i], ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4])
end
storeVersions()
return verdicts
`);

/** The arguments of a call. Texts are bytes, which travel faster than strings. */
export function encodeWrites(
  epoch: number,
  markedFields: string,
  writes: readonly DocumentWrite[],
): readonly RedisArgument[] {
  const each = writes.flatMap(({ op, id, condition, text, marks }) => [op, id, condition, Buffer.from(text), marks]);
  return [String(epoch), markedFields, ...each];
}

/** Reads the reply to `count` writes. */
export function decodeVerdicts(reply: RedisReply, count: number): readonly WriteVerdict[] {
  if (reply === 'STALE') return Array<WriteVerdict>(count).fill({ status: 'stale' });
  return Array.from({ length: count }, (_, index) => decodeVerdict(Array.isArray(reply) ? reply[index] : undefined));
}

function decodeVerdict(reply: unknown): WriteVerdict {
  const [status, detail] = (Array.isArray(reply) ? reply : []) as readonly unknown[];
  switch (status) {
    case 'created':
    case 'replaced':
    case 'deleted':
    case 'reindexed':
      return { status, version: Number(detail) };
    case 'conflict':
      return { status, version: detail === '' ? null : Number(detail) };
    default:
      return { status: 'failed', error: mapReplyError(new Error(String(detail)), 'JSON.SET') };
  }
}
